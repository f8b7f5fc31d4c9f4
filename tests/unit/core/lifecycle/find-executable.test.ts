import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { findExecutable } from '../../../../src/main/core/lifecycle/find-executable.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { describeWith } from '../../../support/machine/needs.ts';

describeWith(['posix'], 'finding a program', () => {
  test('takes the first folder of PATH that has it', async () => {
    const folder = await makeTemporaryFolder();
    await mkdir(join(folder, 'one'));
    await mkdir(join(folder, 'two'));
    await makeProgram(join(folder, 'two', 'tool'));
    const PATH = ['', join(folder, 'absent'), join(folder, 'one'), join(folder, 'two')].join(delimiter);
    expect(await findExecutable('tool', { PATH })).toBe(join(folder, 'two', 'tool'));
  });

  test('takes an absolute path as it is', async () => {
    const path = join(await makeTemporaryFolder(), 'tool');
    await makeProgram(path);
    expect(await findExecutable(path, {})).toBe(path);
  });

  test('passes over folders and files that may not be run', async () => {
    const folder = await makeTemporaryFolder();
    await mkdir(join(folder, 'tool'));
    await writeFile(join(folder, 'text'), '');
    expect(await findExecutable('tool', { PATH: folder })).toBeNull();
    expect(await findExecutable('text', { PATH: folder })).toBeNull();
  });
});

async function makeProgram(path: string): Promise<void> {
  await writeFile(path, '#!/bin/sh\n');
  await chmod(path, 0o755);
}
