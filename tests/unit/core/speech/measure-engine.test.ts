import { expect, test } from 'vitest';
import { measureEngine, wordErrorRate } from '../../../../src/main/core/speech/measure-engine.ts';
import type { SegmentEngine } from '../../../../src/main/core/speech/engines/segment-engine.ts';

test.each([
  ['The cat sat.', 'the cat sat', 0],
  ['the cat sat', 'the dog sat', 1 / 3],
  ['the cat sat', 'the cat', 1 / 3],
  ['the cat', 'the big fat cat', 1],
  ['the cat', '', 1],
  ['会議を始めます。', '会議を始めます', 0],
  ['会議', '会話', 0.5],
  ['', '', 0],
  ['', 'thanks for watching', 1],
])('of %j, heard as %j, so many words are wrong: %d', (said, heard, rate) => {
  expect(wordErrorRate(said, heard)).toBeCloseTo(rate);
});

test('a recording of any length is heard in windows of at most 28 s, cut in its pauses, without losing a sample', async () => {
  const heard: Int16Array[] = [];
  const engine = {
    name: 'test',
    transcribe({ pcm }: { pcm: Int16Array }) {
      heard.push(pcm);
      return Promise.resolve({ answer: { text: 'word', language: 'en' }, headers: {} });
    },
  } as unknown as SegmentEngine;
  async function* frames() {
    for (let second = 0; second < 61; second += 1) {
      // Every fifth second is a pause.
      yield { pcm: new Int16Array(16_000).fill(second % 5 === 0 ? 0 : second + 1) };
      await Promise.resolve();
    }
  }
  const options = { language: null, reference: 'word word word', signal: new AbortController().signal };
  const measured = await measureEngine(engine, frames(), options);
  expect(measured).toMatchObject({ audioSec: 61, text: 'word word word', wordErrorRate: 0, language: 'en' });
  const lengths = heard.map((pcm) => pcm.length / 16_000);
  expect(lengths.reduce((sum, sec) => sum + sec, 0)).toBe(61);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(28);
  expect(heard.map((pcm) => pcm.at(0)).slice(1)).toEqual([0, 0]);
});
