import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pruneBundles } from '../../../../src/main/core/bundle/kept/prune-bundles.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 10, 27);

/** Files by name, each so many days old. */
async function folderWith(files: Readonly<Record<string, number>>): Promise<string> {
  const folder = await makeTemporaryFolder();
  for (const [name, days] of Object.entries(files)) {
    const at = new Date(nowMs - days * dayMs);
    await writeFile(join(folder, name), 'PK');
    await utimes(join(folder, name), at, at);
  }
  return folder;
}

const name = (day: number): string => `scrumbot-bundle-2026-11-${day}T10-00-host-0a1b2c-0.1.0.zip`;

describe('bundles in the home folder', () => {
  it('stay while they are among the newest and not too old', async () => {
    const folder = await folderWith({ [name(26)]: 1, [name(25)]: 2, [`${name(24)}.age`]: 3, [name(10)]: 17 });
    const all = { folder, nowMs, inUse: new Set<string>() };
    expect(await pruneBundles({ ...all, keep: 20, days: 30 })).toEqual([]);
    expect(await pruneBundles({ ...all, keep: 20, days: 10 })).toEqual([name(10)]);
    expect(await pruneBundles({ ...all, keep: 1, days: 30 })).toEqual([name(25), `${name(24)}.age`]);
    expect(await readdir(folder)).toEqual([name(26)]);
  });

  it('stay while they are open, however old', async () => {
    const folder = await folderWith({ [name(10)]: 90, [name(11)]: 80 });
    const inUse = new Set([join(folder, name(10))]);
    expect(await pruneBundles({ folder, nowMs, inUse, keep: 1, days: 1 })).toEqual([name(11)]);
    expect(await readdir(folder)).toEqual([name(10)]);
  });

  it('take with them what a writing left that was cut off, and nothing that is being written or somebody else’s', async () => {
    const others = { 'notes.zip': 900, 'scrumbot-bundle.zip': 900, '.0a1b2c3d4e5f.bundle-part': 0 };
    const folder = await folderWith({ ...others, '.aabbccddeeff.bundle-part': 2 });
    await mkdir(join(folder, name(1)));
    await utimes(join(folder, name(1)), new Date(0), new Date(0));
    const gone = await pruneBundles({ folder, nowMs, inUse: new Set(), keep: 1, days: 1 });
    expect(gone).toEqual(['.aabbccddeeff.bundle-part']);
    expect((await readdir(folder)).toSorted()).toEqual([...Object.keys(others), name(1)].toSorted());
    expect(
      await pruneBundles({ folder: join(folder, 'none'), nowMs, inUse: new Set(), keep: 1, days: 1 }),
    ).toEqual([]);
  });
});
