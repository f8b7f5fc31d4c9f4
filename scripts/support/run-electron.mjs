import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs the built app in Electron until it ends. Answers the exit code.
 * @param {string} binary
 * @param {readonly string[]} words for the app
 */
export function runElectron(binary, words) {
  return run(binary, [root, ...words], process.env);
}

/**
 * The same from source: electron-vite serves the page, and starts the app again after each change of the rest.
 * @param {string} binary
 * @param {readonly string[]} words for the app
 */
export function runElectronForDevelopment(binary, words) {
  const electronVite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const environment = { ...process.env, ELECTRON_EXEC_PATH: binary };
  return run(process.execPath, [electronVite, 'dev', '--watch', '--', ...words], environment);
}

/**
 * @param {string} program
 * @param {readonly string[]} words
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function run(program, words, env) {
  const child = spawn(program, words, { cwd: root, stdio: 'inherit', env });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(`Electron does not start: ${error.message}.`);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
