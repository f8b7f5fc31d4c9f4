import { chmod, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../../../src/main/core/lifecycle/make-folder.ts';
import { itWith } from '../../../support/machine/needs.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

describe('making a folder', () => {
  it('makes those above it, for this user alone, and leaves one alone that is there', async () => {
    const path = join(await makeTemporaryFolder(), 'a', 'b', 'c');
    await makeFolder(path);
    await makeFolder(path);
    expect((await stat(path)).isDirectory()).toBe(true);
    if (process.platform !== 'win32') expect((await stat(path)).mode & 0o777).toBe(0o700);
  });

  it('says that a file is in the way', async () => {
    const path = join(await makeTemporaryFolder(), 'file');
    await writeFile(path, '');
    await expect(makeFolder(path)).rejects.toThrow('that is not a folder');
    await expect(makeFolder(join(path, 'below'))).rejects.toThrow('that is not a folder');
  });

  itWith(['linux'], 'says that a link leads nowhere', async () => {
    const path = join(await makeTemporaryFolder(), 'link');
    await symlink('/does/not/exist', path);
    await expect(makeFolder(path)).rejects.toThrow('a link to a place that does not exist');
  });

  itWith(['linux'], 'ends where the system takes no folders (Linux)', async () => {
    await expect(makeFolder('/proc/scrumbot/home')).rejects.toMatchObject({
      code: 'storage-failed',
      message: expect.stringContaining('takes no new folders there') as string,
    });
  });

  itWith(['linux', 'notRoot'], 'says that this user may not', async () => {
    const path = await makeTemporaryFolder();
    await chmod(path, 0o500);
    await expect(makeFolder(join(path, 'below'))).rejects.toThrow('this user may not write there');
  });
});
