import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { showFolder } from '../../../../src/main/core/recording/show-folder.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function setUp() {
  const home = await makeTemporaryFolder();
  const shown: string[] = [];
  await mkdir(join(home, 'recordings', '20260302-090000-1a2b3c4d'), { recursive: true });
  return { home, shown, desktop: { showFile: (path: string) => void shown.push(path) } };
}

test('the folder of a recording is shown by its first track, or by itself where it has none', async () => {
  const { home, shown, desktop } = await setUp();
  const folder = join(home, 'recordings', '20260302-090000-1a2b3c4d');
  await showFolder('20260302-090000-1a2b3c4d', { home, desktop });
  await writeFile(join(folder, 'system.wav'), '');
  await writeFile(join(folder, 'system.peaks.json'), '');
  await showFolder('20260302-090000-1a2b3c4d', { home, desktop });
  expect(shown).toEqual([folder, join(folder, 'system.wav')]);
});

test.each(['..', '../recordings', '.', '', '/etc', 'a/../../b', 'C:\\Windows', 'link', 'gone'])(
  'nothing is shown for "%s"',
  async (sessionId) => {
    const { home, shown, desktop } = await setUp();
    await symlink(home, join(home, 'recordings', 'link'));
    await expect(showFolder(sessionId, { home, desktop })).rejects.toMatchObject({ code: 'not-found' });
    expect(shown).toEqual([]);
  },
);

test('without a desktop that is what it says', async () => {
  const { home } = await setUp();
  await expect(showFolder('20260302-090000-1a2b3c4d', { home, desktop: null })).rejects.toThrow(
    'Only the desktop app can show a folder',
  );
});
