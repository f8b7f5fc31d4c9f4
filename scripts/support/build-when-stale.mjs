import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Builds when there is no build, or the source is newer. Answers whether there is a build now.
 * Says what it does on stderr, so that stdout stays the program's own.
 */
export function buildWhenStale() {
  const built = join(root, 'out/renderer/index.html');
  if (existsSync(built) && statSync(built).mtimeMs > newestMs(join(root, 'src'))) return true;
  console.error('Building the page …');
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status === 0) return true;
  console.error('The build failed; the reason is above. If packages are missing, run "npm run setup".');
  return false;
}

/**
 * @param {string} folder
 * @returns {number}
 */
function newestMs(folder) {
  return Math.max(
    0,
    ...readdirSync(folder, { withFileTypes: true }).map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? newestMs(path) : statSync(path).mtimeMs;
    }),
  );
}
