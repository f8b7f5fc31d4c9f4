import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { reasonNotReady } from '../../../scripts/support/readiness.mjs';

/** Runs a script with a Node that says it is another one. */
function runAsNode(version: string, script: string, ...words: string[]): ReturnType<typeof spawnSync> {
  const versions = JSON.stringify({ ...process.versions, node: version });
  const disguise = `Object.defineProperty(process, 'versions', { value: ${versions} })`;
  const path = fileURLToPath(new URL(`../../../scripts/${script}`, import.meta.url));
  const disguised = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`];
  return spawnSync(process.execPath, [...disguised, path, ...words], { encoding: 'utf8' });
}

describe('the Node that scripts ask for', () => {
  test.each(['22.14.0', '22.20.1', '23.0.0', '24.21.0'])('takes Node %s', (nodeVersion) => {
    expect(reasonNotReady({ nodeVersion, hasPackages: true })).toBeNull();
  });

  test.each(['14.21.3', '20.20.2', '22.13.9'])('turns Node %s away in a sentence', (nodeVersion) => {
    expect(reasonNotReady({ nodeVersion, hasPackages: true })).toMatch(
      new RegExp(`^Node ${nodeVersion} is too old: 22\\.14 or newer is needed\\. .*npm run setup`),
    );
  });

  test('asks for the setup first where there are no packages', () => {
    expect(reasonNotReady({ nodeVersion: '20.20.2', hasPackages: false })).toBe(
      'The packages are not installed. Run "npm run setup" first.',
    );
  });

  test.each(['14.21.3', '16.20.2'])('setup tells Node %s in one line what to do, and fails', (version) => {
    const { status, stdout, stderr } = runAsNode(version, 'setup.mjs');
    expect(stderr).toBe(
      `Node ${version} is too old to set this up. Install Node 24 from https://nodejs.org/.\n`,
    );
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  test.each([
    ['scrumbot.mjs', ['sessions', 'list']],
    ['start.mjs', []],
    ['dev.mjs', []],
  ])('%s tells an old Node in one line on stderr, and fails', (script, words) => {
    const { status, stdout, stderr } = runAsNode('20.20.2', script, ...words);
    expect(stderr).toMatch(/^Node 20\.20\.2 is too old: .*\n$/);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });
});
