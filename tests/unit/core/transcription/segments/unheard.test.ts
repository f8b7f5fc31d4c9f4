import { describe, expect, it } from 'vitest';
import {
  isHeardBefore,
  unheardIn,
  withoutUnheard,
} from '../../../../../src/main/core/transcription/segments/unheard.ts';
import type { EngineAnswer } from '../../../../../src/main/core/speech/engine-answer.ts';
import { secToSamples } from '../../../../../src/shared/sound/audio.ts';

const part = (startSec: number, endSec: number, text = 'It is said.') => ({
  text,
  startSec,
  endSec,
  avgLogprob: null,
  compressionRatio: null,
  noSpeechProb: null,
});
const answer = (change: Partial<EngineAnswer>): EngineAnswer => ({
  text: 'It is said.',
  language: null,
  words: null,
  parts: null,
  hasBadTimes: false,
  ...change,
});
const span = (fromSec: number, toSec: number) => ({
  firstSample: secToSamples(fromSec),
  sampleCount: secToSamples(toSec - fromSec),
});
// Two spans of the track, with 20 s of silence between: 20 s that the engine got.
const spans = [span(100, 110), span(130, 140)];

/** Somebody speaks in the seconds of the audio that are given. */
async function unheard(
  given: EngineAnswer,
  {
    speech = [[0, 20]],
    ...change
  }: { speech?: [number, number][]; overlapSamples?: number; continues?: boolean } = {},
) {
  const asked = { spans, overlapSamples: 0, continues: false, ...change };
  const found = await unheardIn(given, new Int16Array(secToSamples(20)), {
    asked,
    createDetector: () =>
      Promise.resolve({
        push: (pcm) =>
          Array.from({ length: pcm.length / 320 }, (_, window) =>
            speech.some(([from, to]) => window / 50 >= from && window / 50 < to),
          ),
        close: () => undefined,
      }),
  });
  return { found, kept: withoutUnheard(asked, found) };
}

describe('speech that an answer has no words for', () => {
  it('is its end, where the decoder ended early', async () => {
    const { found, kept } = await unheard(answer({ parts: [part(0, 6), part(6, 12)] }));
    expect(found).toEqual([
      { spans: [span(132, 140)], overlapSamples: 0, continues: false, speechSamples: secToSamples(8) },
    ]);
    expect(kept).toEqual([span(100, 110), span(130, 132)]);
  });

  it('is its begin and its middle, across what was left out between', async () => {
    const { found, kept } = await unheard(answer({ parts: [part(5, 7), part(12, 20)] }));
    expect(found.map((one) => one.spans)).toEqual([[span(100, 105)], [span(107, 110), span(130, 132)]]);
    expect(kept).toEqual([span(105, 107), span(132, 140)]);
  });

  it('is told by words rather than by a sentence that lasts too long', async () => {
    const words = ['It', 'is', 'said.'].map((text, at) => ({ text, startSec: at, endSec: at + 1 }));
    const { found } = await unheard(answer({ words, parts: [part(0, 20)] }));
    expect(found.map((one) => one.spans)).toEqual([[span(103, 110), span(130, 140)]]);
  });

  it.each<[string, Partial<EngineAnswer>]>([
    ['without times', {}],
    ['with times that cannot be', { parts: [part(0, 2)], hasBadTimes: true }],
    ['that broke off, which is told already', { parts: [part(0, 2)], isCutOff: true }],
    ['with words everywhere', { parts: [part(0, 9), part(12, 18)] }],
    [
      'with a list that lacks most words',
      {
        text: 'One two three four five six',
        words: [{ text: 'One', startSec: 0, endSec: 1 }],
        parts: [part(0, 20)],
      },
    ],
  ])('is not looked for in an answer %s', async (_what, change) => {
    expect((await unheard(answer(change))).found).toEqual([]);
  });

  it('is none where nobody speaks', async () => {
    const { found } = await unheard(answer({ parts: [part(0, 8)] }), { speech: [[0, 10]] });
    expect(found).toEqual([]);
  });

  it('leaves to its neighbours what they hear as well', async () => {
    const before = await unheard(answer({ parts: [part(5, 20)] }), { overlapSamples: secToSamples(1.5) });
    expect(before.found).toEqual([]);
    const after = await unheard(answer({ parts: [part(0, 15.5)] }), { continues: true });
    expect(after.found).toEqual([]);
  });
});

it.each([
  ['the plan is to ship on Friday', 'we said the plan is to ship on Friday and rest', true],
  ['the plan is to ship on Monday', 'so the plan is to ship on Friday', true],
  ['a wholly different thing is told', 'the plan is to ship on Friday', false],
  ['on Friday', 'the plan is to ship on Friday', true],
  ['on Monday', 'the plan is to ship on Friday', false],
  ['', 'the plan is to ship on Friday', false],
  ['我们 周五 发布 版本', '所以我们周五发布版本吧', true],
])('knows of %j whether it was heard in %j: %j', (text, before, isSame) => {
  expect(isHeardBefore(text, before)).toBe(isSame);
});
