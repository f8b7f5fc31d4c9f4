// `npm run dev`: the page with hot reload, the core from source and started again when it changes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { buildWhenStale } from './support/build-when-stale.mjs';
import { requireNode } from './support/require-node.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const corePort = 5180;
const pagePort = 5181;

if (requireNode() && buildWhenStale()) {
  // --watch starts the core again whenever a file that it imports changes.
  const core = spawn(
    process.execPath,
    [
      '--watch-preserve-output',
      '--watch',
      `${root}src/main/cli/main.ts`,
      'run',
      '--quiet',
      '--port',
      String(corePort),
      '--dev-origin',
      `http://127.0.0.1:${pagePort}`,
    ],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  core.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    // The token changes with each start of the core, so the address is printed again.
    process.stdout.write(text.replaceAll(`127.0.0.1:${corePort}`, `127.0.0.1:${pagePort}`));
  });
  const target = `http://127.0.0.1:${corePort}`;
  const vite = await createServer({
    configFile: false,
    root: `${root}src/renderer`,
    plugins: [react()],
    server: {
      host: '127.0.0.1',
      port: pagePort,
      strictPort: true,
      proxy: {
        '/login': { target, changeOrigin: true },
        '/bridge': { target, changeOrigin: true, ws: true },
      },
    },
  });
  await vite.listen();
  process.on('SIGINT', () => core.kill('SIGINT'));
  await once(core, 'exit');
  await vite.close();
}
