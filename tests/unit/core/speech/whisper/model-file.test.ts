import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemOfModel } from '../../../../../src/main/core/speech/whisper/model-file.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';

async function fileOf(content: string | Buffer): Promise<string> {
  const folder = join(await makeTemporaryFolder(), 'Modelle für Größe 模型');
  await mkdir(folder);
  const path = join(folder, 'my model.bin');
  await writeFile(path, content);
  return path;
}

test("a file in whisper.cpp's form is taken from any folder", async () => {
  expect(await problemOfModel(await fileOf('lmgg and so on'))).toBeNull();
});

test.each([
  ['', /is empty/],
  [Buffer.alloc(100), /is empty/],
  ['GGUF and so on', /language models/],
  ['PK\u0003\u0004 and so on', /PyTorch/],
  ['version https://git-lfs.github.com/spec/v1', /pointer of Git LFS/],
  ['<!DOCTYPE html><html>', /web page/],
  ['RIFF....WAVE', /no Whisper model/],
])('another file is told from a model: %j', async (content, words) => {
  const path = await fileOf(content);
  const lack = await problemOfModel(path);
  expect(lack?.problem).toMatch(words);
  expect(lack).toMatchObject({
    problem: expect.stringContaining(path) as string,
    action: { do: 'get-model' },
  });
});

test('a path that leads nowhere, or to a folder, is named with the setting to correct', async () => {
  const folder = await makeTemporaryFolder();
  for (const path of [join(folder, 'absent.bin'), folder])
    expect(await problemOfModel(path)).toMatchObject({
      problem: expect.stringContaining("can't be read") as string,
      action: { do: 'change-setting', setting: 'direct.whisperModel' },
    });
});
