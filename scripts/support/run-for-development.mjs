import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import viteConfig from '../../electron.vite.config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
// Always the same, so that an open page finds the core again after its restart.
const corePort = 5180;
const pagePort = 5181;

/** Runs Vite for the page and the core behind it until Ctrl-C. Answers the exit code. */
export async function runForDevelopment() {
  const page = await startPage();
  if (page === null) return 1;
  const core = startCore();
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => core.kill(signal));
  }
  await once(core, 'exit');
  await page.close();
  return 0;
}

/** The page's modules come from Vite, everything else from the core: for both sides one origin. */
async function startPage() {
  const target = `http://127.0.0.1:${corePort}`;
  const proxied = { target, changeOrigin: true };
  const server = await createServer({
    ...rendererConfig(),
    // Its paths count from the project's folder, which is where electron-vite builds from.
    build: {},
    configFile: false,
    server: {
      host: '127.0.0.1',
      port: pagePort,
      strictPort: true,
      proxy: { '/login': proxied, '/health': proxied, '/bridge': { ...proxied, ws: true } },
    },
  });
  try {
    return await server.listen();
  } catch (error) {
    console.error(`The page cannot be served: ${error instanceof Error ? error.message : String(error)}.`);
    await server.close();
    return null;
  }
}

function rendererConfig() {
  if (!('renderer' in viteConfig)) throw new Error('electron.vite.config.ts has no renderer section');
  return /** @type {import('vite').UserConfig} */ (viteConfig.renderer);
}

function startCore() {
  const entry = `${root}src/main/cli/main.ts`;
  const options = ['--port', String(corePort), '--dev-origin', `http://127.0.0.1:${pagePort}`];
  const core = spawn(
    process.execPath,
    ['--watch-preserve-output', '--watch', entry, 'run', '--quiet', ...options],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
      // In a group of its own, so that Ctrl-C reaches it once, from here: the second one means "at once".
      detached: process.platform !== 'win32',
    },
  );
  core.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => {
    // The token is new after each start, so the address is printed each time.
    process.stdout.write(text.replaceAll(`127.0.0.1:${corePort}`, `127.0.0.1:${pagePort}`));
  });
  return core;
}
