import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askProgram } from '../../../../src/main/core/lifecycle/ask-program.ts';
import { describeWith } from '../../../support/machine/needs.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

describeWith(['posix'], 'asking a program', () => {
  const env = { PATH: process.env.PATH };

  async function program(...lines: string[]): Promise<string> {
    const path = join(await makeTemporaryFolder(), 'tool');
    await writeFile(path, ['#!/bin/sh', ...lines, ''].join('\n'));
    await chmod(path, 0o755);
    return path;
  }

  test('gives what it printed', async () => {
    const path = await program('echo "$1: one"', 'echo two');
    expect(await askProgram(path, ['list'], { env, withinMs: 60_000 })).toBe('list: one\ntwo\n');
  });

  test('never takes for an answer what one that was given up had printed, however well it says it ended', async () => {
    const path = await program('trap "exit 0" TERM', 'echo half', 'while :; do sleep 0.1; done');
    await expect(askProgram(path, ['list', 'sinks'], { env, withinMs: 300 })).rejects.toMatchObject({
      code: 'missing-tool',
      message: `"${path} list sinks" gave no answer within 0.3 s`,
    });
  });

  test('passes on how one failed, and what was too much', async () => {
    const failing = await program('echo "Connection refused" >&2', 'exit 1');
    await expect(askProgram(failing, [], { env, withinMs: 60_000 })).rejects.toThrow('Connection refused');
    const endless = await program('while :; do echo 0123456789; done');
    await expect(askProgram(endless, [], { env, withinMs: 60_000, mostBytes: 1_000 })).rejects.toMatchObject({
      code: 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER',
    });
  });
});
