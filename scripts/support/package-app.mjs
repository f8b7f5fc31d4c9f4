import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { downloadArtifact } from '@electron/get';
import checksums from 'electron/checksums.json' with { type: 'json' };
import electron from 'electron/package.json' with { type: 'json' };
import { builderWords, isForLookingInto, problemOf } from './builder-words.mjs';
import { makeStandInElectron } from './stand-in-electron.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Runs electron-builder on the built app. Answers the exit code.
 * @param {string[]} words
 * @param {NodeJS.ProcessEnv} environment
 */
export async function packageApp(words, environment) {
  const problem = problemOf(environment, words);
  if (problem !== null) {
    console.error(problem);
    return 1;
  }
  const needsStandIn =
    process.platform === 'linux' && isForLookingInto(words, environment) && !(await hasElectron());
  if (!needsStandIn) return runBuilder(builderWords(words, environment));
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-electron-'));
  try {
    await makeStandInElectron(folder, electron.version);
    return runBuilder([...builderWords(words, environment), `-c.electronDist=${folder}`]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether Electron lies in the download cache or can be fetched into it; says why not. */
async function hasElectron() {
  try {
    await downloadArtifact({
      version: electron.version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums,
    });
    return true;
  } catch (error) {
    const { message, cause } = /** @type {Error} */ (error);
    const reason = cause instanceof Error ? cause.message : message;
    console.error(
      `Electron ${electron.version} cannot be fetched (${reason}). The folder gets a stand-in that runs Node: ` +
        'good for looking into the package, not for shipping.',
    );
    return false;
  }
}

/** @param {string[]} words */
function runBuilder(words) {
  const cli = createRequire(import.meta.url).resolve('electron-builder/cli.js');
  return spawnSync(process.execPath, [cli, ...words], { cwd: root, stdio: 'inherit' }).status ?? 1;
}
