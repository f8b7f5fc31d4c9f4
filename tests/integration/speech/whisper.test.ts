import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { testWhisper } from '../../support/local-parts.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { sharedData } from '../../support/shared-data.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

function open() {
  const whisper = testWhisper();
  onTestFinished(() => whisper.stop());
  const hear = (model: string, signal = new AbortController().signal) =>
    whisper.transcribe({
      ...{ model, signal, pcm: new Int16Array(16_000), language: 'en', prompt: null },
      timeoutMs: 600_000,
    });
  return { whisper, hear };
}

/** A model in a folder that has everything in its name that paths stumble over. */
async function modelOf(content: Buffer | null): Promise<string> {
  const folder = join(await makeTemporaryFolder(), 'Größe & 模型');
  await mkdir(folder);
  const path = join(folder, 'my model.bin');
  await (content === null ? copyFile(sharedData.whisperModel, path) : writeFile(path, content));
  return path;
}

describeWith(['whisperModel'], 'whisper.cpp in a process of its own', () => {
  test('loads a model from any folder beside another that loads it too, and ends in its work when nobody wants the words', async () => {
    const model = await modelOf(null);
    await Promise.all(
      [open(), open()].map(async ({ whisper, hear }) => {
        const stop = new AbortController();
        const given = expect(hear(model, stop.signal)).rejects.toThrow('given up');
        await expect.poll(() => whisper.rssBytes()).toBeGreaterThan(0);
        stop.abort(new Error('given up'));
        await given;
        expect(whisper.rssBytes()).toBeNull();
      }),
    );
  });

  test.each([
    ['cut off in its header', 20],
    ['cut off in its list of words', 300_000],
  ])('a model that is %s is refused in words, and the test lives on', async (_, bytes) => {
    const model = await modelOf((await readFile(sharedData.whisperModel)).subarray(0, bytes));
    await expect(open().hear(model)).rejects.toMatchObject({
      kind: 'not-there',
      message: expect.stringContaining(model) as string,
    });
  });
});
