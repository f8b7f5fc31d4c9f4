import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findEngine } from '../../../src/main/core/speech/engines/find-engine.ts';
import { localParts } from '../../support/local-parts.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { audioChunk, meetingEvent, startTestBackend } from './test-backend.ts';
import { connectClient } from './test-client.ts';
import { describeWith } from '../../support/machine/needs.ts';

describeWith(['recogniser', 'speech'], 'a real recogniser', () => {
  test('hears spoken words through the whole exchange', async () => {
    const folder = await makeTemporaryFolder();
    const found = await findEngine('pocketsphinx', localParts(folder));
    const client = await connectClient((await startTestBackend(found)).url);
    client.send(audioChunk('m', speak('one two three four five', folder)));
    client.send(meetingEvent('ended', 'm'));
    await client.message('PROCESSING_COMPLETE');

    const { data } = await client.message('TRANSCRIPTION_RESULT');
    expect(data?.text).toMatch(/\bthree\b/);
    expect(data?.confidence).toBeNull();
  });

  test('hears the same words of a quiet voice whether or not it lies 5 % of full scale beside zero', async () => {
    const folder = await makeTemporaryFolder();
    const found = await findEngine('pocketsphinx', localParts(folder));
    if (!('engine' in found)) throw new Error(found.problem);
    const { engine } = found;
    const { signal } = new AbortController();
    const spoken = speak('one two three four five', folder);
    const rms = Math.sqrt(spoken.reduce((sum, sample) => sum + sample ** 2, 0) / spoken.length) / 32_768;
    const quiet = spoken.map((sample) => Math.round((sample * 10 ** (-24 / 20)) / rms));
    // Not a whole number of steps, so that every sample is rounded anew.
    const beside = quiet.map((sample) => Math.round(sample + 0.05 * 32_768));
    const [plain, offset] = await Promise.all(
      [quiet, beside].map(async (pcm) => (await engine.transcribe(pcm, signal)).text),
    );
    expect(plain).toMatch(/\bthree\b/);
    expect(offset).toBe(plain);
  });
});

function speak(words: string, folder: string): Int16Array {
  const [spoken, raw] = [join(folder, 'spoken.wav'), join(folder, 'spoken.raw')];
  execFileSync('espeak-ng', ['-w', spoken, words]);
  execFileSync('sox', [spoken, '-r', '16000', '-c', '1', '-b', '16', '-e', 'signed', raw]);
  const bytes = readFileSync(raw);
  return new Int16Array(Uint8Array.from(bytes).buffer, 0, Math.floor(bytes.length / 2));
}
