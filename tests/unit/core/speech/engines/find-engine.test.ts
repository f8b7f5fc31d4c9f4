import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findEngine, listEngines } from '../../../../../src/main/core/speech/engines/find-engine.ts';
import { localParts } from '../../../../support/local-parts.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { describeWith } from '../../../../support/machine/needs.ts';

describeWith(['posix'], 'finding a speech engine', () => {
  test('"none" says that recognition is off', async () => {
    expect(await find('none', {})).toEqual({ problem: expect.stringContaining('switched off') as string });
  });

  test('an unknown name lists the known ones', async () => {
    expect(await find('parrot', {})).toEqual({
      problem: expect.stringMatching(/"parrot".*auto, none, whisper, whisper-cli, pocketsphinx/) as string,
    });
  });

  test('without any program, "auto" says how to get each', async () => {
    const found = await find('auto', { PATH: '' });
    expect(found).toEqual({ problem: expect.stringMatching(/whisper\.cpp.*pocketsphinx-en-us/) as string });
  });

  test('"auto" takes the best that is ready', async () => {
    const PATH = await folderWith('whisper-cli', 'pocketsphinx_continuous');
    const model = join(PATH, 'model.bin');
    await writeFile(model, 'lmgg');
    expect(await find('auto', { PATH, SCRUMBOT_WHISPER_MODEL: model })).toHaveProperty(
      'engine.name',
      'whisper',
    );
    expect(await find('whisper-cli', { PATH, SCRUMBOT_WHISPER_MODEL: model })).toHaveProperty(
      'engine.name',
      'whisper-cli',
    );
    expect(await find('auto', { PATH })).toHaveProperty('engine.name', 'pocketsphinx');
  });

  test('whisper-cli without a model says which variable to set', async () => {
    const PATH = await folderWith('whisper-cli');
    expect(await find('whisper-cli', { PATH })).toEqual({
      problem: expect.stringContaining('set SCRUMBOT_WHISPER_MODEL') as string,
    });
    expect(await find('whisper-cli', { PATH, SCRUMBOT_WHISPER_MODEL: '/absent.bin' })).toEqual({
      problem: expect.stringContaining('/absent.bin') as string,
    });
  });

  test('the words of all lines are one text', async () => {
    const PATH = await folderWith('pocketsphinx_continuous');
    const found = await find('pocketsphinx', { PATH });
    if ('problem' in found) throw new Error(found.problem);
    const heard = await found.engine.transcribe(Int16Array.of(0), new AbortController().signal);
    expect(heard).toEqual({ text: 'one two three', confidence: null });
  });

  test('the list says where each engine is, or how to get it', async () => {
    const PATH = await folderWith('pocketsphinx_continuous');
    expect(await listEngines(localParts(PATH, { PATH }))).toEqual([
      {
        name: 'whisper',
        installed: false,
        howToInstall: expect.stringContaining('model') as string,
        action: { do: 'get-model' },
      },
      {
        name: 'whisper-cli',
        installed: false,
        howToInstall: expect.stringContaining('Install whisper.cpp') as string,
        action: null,
      },
      { name: 'pocketsphinx', installed: true },
    ]);
  });
});

async function find(name: string, environment: Record<string, string>) {
  return findEngine(name, localParts(await makeTemporaryFolder(), environment));
}

/** A folder with programs that print two lines. */
async function folderWith(...programs: string[]): Promise<string> {
  const folder = await makeTemporaryFolder();
  for (const program of programs) {
    await writeFile(join(folder, program), '#!/bin/sh\nprintf "one two\\n\\n three \\n"\n');
    await chmod(join(folder, program), 0o755);
  }
  return folder;
}
