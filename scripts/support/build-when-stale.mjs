import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

const outputs = ['out/main/cli.js', 'out/main/electron.js', 'out/renderer/index.html'];
const inputs = ['src', 'electron.vite.config.ts', 'package-lock.json'];

/**
 * Builds when there is no build or the source is newer. Answers whether there is a build now; sets the exit code
 * if not. All it says goes to stderr: stdout is the program's own.
 */
export function buildWhenStale() {
  if (!isStale(root)) return true;
  console.error('Building …');
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'],
    { cwd: root, stdio: ['ignore', process.stderr, process.stderr] },
  );
  if (status === 0) return true;
  console.error('The build failed; the reason is above. After a change of packages, run "npm run setup".');
  process.exitCode = 1;
  return false;
}

/**
 * Whether an output is missing or older than any input.
 * @param {string} folder the project's
 */
export function isStale(folder) {
  const oldestOutputMs = Math.min(...outputs.map((path) => newestMs(join(folder, path))));
  return oldestOutputMs <= Math.max(...inputs.map((path) => newestMs(join(folder, path))));
}

/**
 * When a file, or the newest file of a folder, was changed, in ms since 1970; 0 where there is nothing. A folder's
 * own time counts, because it tells of deleted files.
 * @param {string} path
 * @returns {number}
 */
function newestMs(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}
