import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isStale } from '../../../scripts/support/build-when-stale.mjs';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const builtAt = 2_000;

async function writeAt(path: string, seconds: number): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  await utimes(path, seconds, seconds);
}

/** A project whose source is older than its build. */
async function makeBuiltProject(): Promise<string> {
  const folder = await makeTemporaryFolder();
  await writeAt(join(folder, 'src/main/cli/main.ts'), builtAt - 100);
  for (const path of ['src/main/cli', 'src/main', 'src']) {
    await utimes(join(folder, path), builtAt - 100, builtAt - 100);
  }
  await writeAt(join(folder, 'out/main/cli.js'), builtAt);
  await writeAt(join(folder, 'out/main/electron.js'), builtAt);
  await writeAt(join(folder, 'out/renderer/index.html'), builtAt);
  return folder;
}

describe('whether a build is needed', () => {
  test('not when the build is newer than the source', async () => {
    expect(isStale(await makeBuiltProject())).toBe(false);
  });

  test.each(['out/main/cli.js', 'out/main/electron.js', 'out/renderer/index.html', 'out'])(
    'yes without %s',
    async (path) => {
      const folder = await makeBuiltProject();
      await rm(join(folder, path), { recursive: true });
      expect(isStale(folder)).toBe(true);
    },
  );

  test.each(['src/main/cli/main.ts', 'electron.vite.config.ts', 'package-lock.json'])(
    'yes when %s is newer',
    async (path) => {
      const folder = await makeBuiltProject();
      await writeAt(join(folder, path), builtAt + 1);
      expect(isStale(folder)).toBe(true);
    },
  );

  test('yes when a file of the source was deleted since', async () => {
    const folder = await makeBuiltProject();
    await utimes(join(folder, 'src/main'), builtAt + 1, builtAt + 1);
    expect(isStale(folder)).toBe(true);
  });
});
