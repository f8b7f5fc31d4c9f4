import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { setFuses } from '../../../scripts/support/fuses.mjs';
import { fuseWire, nativeBinary } from '../../support/packages.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

async function writeProgram(content: string | Buffer): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'program');
  await writeFile(path, content);
  return path;
}

const asItIs = { signAgain: false };

describe('the fuses of a packed app', () => {
  test('are set in a native binary', async () => {
    const program = await writeProgram(nativeBinary('linux'));
    expect(await setFuses(program, asItIs)).toBe(true);
    expect(await getCurrentFuseWire(program)).toMatchObject({
      [FuseV1Options.RunAsNode]: FuseState.DISABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: FuseState.ENABLE,
    });
  });

  test('are not looked for in a script', async () => {
    expect(await setFuses(await writeProgram('#!/bin/sh\n'), asItIs)).toBe(false);
    expect(await setFuses(await writeProgram(''), asItIs)).toBe(false);
  });

  test('must be in a native binary', async () => {
    const program = await writeProgram(nativeBinary('win32', 'no fuses'));
    await expect(setFuses(program, asItIs)).rejects.toThrow('Could not find sentinel');
  });

  test('must all have been decided about', async () => {
    const oneMore = `${fuseWire.replace('\u0009', '\u000a')}1`;
    const program = await writeProgram(nativeBinary('darwin', oneMore));
    await expect(setFuses(program, asItIs)).rejects.toThrow('10 fuses');
  });
});
