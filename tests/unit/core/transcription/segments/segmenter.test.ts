import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createSegmenter,
  type Segment,
} from '../../../../../src/main/core/transcription/segments/segmenter.ts';
import { samplesToSec, speechWindowSamples } from '../../../../../src/shared/sound/audio.ts';

const perSec = 50;

/** Stretches of speech and silence in turns, seconds, as windows. */
function windowsOf(seconds: readonly number[]): boolean[] {
  return seconds.flatMap((sec, index) => Array<boolean>(Math.round(sec * perSec)).fill(index % 2 === 0));
}

function cut(windows: readonly boolean[], isLive: boolean): { segment: Segment; atSec: number }[] {
  const segmenter = createSegmenter({ isLive });
  const all = windows.flatMap((isSpeech, index) =>
    segmenter.push(isSpeech).map((segment) => ({ segment, atSec: (index + 1) / perSec })),
  );
  return [...all, ...segmenter.finish().map((segment) => ({ segment, atSec: windows.length / perSec }))];
}

const startOf = ({ spans }: Segment): number => spans[0]?.firstSample ?? Number.NaN;
const endOf = ({ spans }: Segment): number => {
  const last = spans.at(-1);
  return last === undefined ? Number.NaN : last.firstSample + last.sampleCount;
};
const lengthSec = ({ spans }: Segment): number =>
  samplesToSec(spans.reduce((sum, span) => sum + span.sampleCount, 0));

const talk = fc.array(
  fc.oneof(fc.double({ min: 0.02, max: 3, noNaN: true }), fc.double({ min: 0.02, max: 40, noNaN: true })),
  {
    minLength: 1,
    maxLength: 60,
  },
);

describe('segments', () => {
  it('hold every stretch of speech of at least 100 ms, in order, once but for the overlap', () => {
    fc.assert(
      fc.property(talk, fc.boolean(), (seconds, isLive) => {
        const windows = windowsOf(seconds);
        const segments = cut(windows, isLive).map(({ segment }) => segment);
        let end = 0;
        for (const segment of segments) {
          expect(startOf(segment)).toBe(
            segment.overlapSamples > 0 ? end - segment.overlapSamples : startOf(segment),
          );
          expect(startOf(segment)).toBeGreaterThanOrEqual(end - segment.overlapSamples);
          end = endOf(segment);
          for (const [a, b] of pairs(segment.spans))
            expect(a.firstSample + a.sampleCount).toBeLessThan(b.firstSample);
        }
        const covered = (window: number): boolean =>
          segments.some(({ spans }) =>
            spans.some(
              ({ firstSample, sampleCount }) =>
                window * speechWindowSamples >= firstSample &&
                window * speechWindowSamples < firstSample + sampleCount,
            ),
          );
        for (const [from, to] of speechRuns(windows)) {
          if (to - from < 5) continue;
          for (let window = from; window < to; window += 1) expect(covered(window)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('carry no more than 30 s, are never empty and hold no silence longer than what is kept around speech', () => {
    fc.assert(
      fc.property(talk, fc.boolean(), (seconds, isLive) => {
        for (const { segment } of cut(windowsOf(seconds), isLive)) {
          expect(segment.spans.length).toBeGreaterThan(0);
          expect(segment.speechSamples).toBeGreaterThan(0);
          expect(lengthSec(segment)).toBeLessThanOrEqual(30.2);
          const speechSec = samplesToSec(segment.speechSamples);
          expect(lengthSec(segment)).toBeLessThanOrEqual(
            speechSec + 0.2 * (segment.spans.length + speechSec / 0.04),
          );
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are cut within 11.5 s of their first word where somebody waits for them', () => {
    fc.assert(
      fc.property(talk, (seconds) => {
        for (const { segment, atSec } of cut(windowsOf(seconds), true)) {
          expect(atSec - samplesToSec(startOf(segment)) - 0.1).toBeLessThanOrEqual(11.5 + 0.001);
        }
      }),
      { numRuns: 150 },
    );
  });

  it.each([false, true])('are none for silence and for clicks (live: %s)', (isLive) => {
    const clicks = windowsOf([0, 1, ...Array.from({ length: 60 }, (_zero, i) => (i % 2 === 0 ? 0.04 : 1.3))]);
    expect(cut(clicks, isLive)).toEqual([]);
    expect(cut(windowsOf([0, 600]), isLive)).toEqual([]);
  });

  it('hold 10 to 25 s of speech each in steady speech with breaths', () => {
    const breathing = windowsOf(Array.from({ length: 200 }, (_zero, i) => (i % 2 === 0 ? 2.6 : 0.4)));
    const segments = cut(breathing, false).slice(0, -1);
    expect(segments.length).toBeGreaterThan(5);
    for (const { segment } of segments) {
      expect(samplesToSec(segment.speechSamples)).toBeGreaterThanOrEqual(10);
      expect(samplesToSec(segment.speechSamples)).toBeLessThanOrEqual(25);
      expect(segment.continues).toBe(false);
    }
  });

  it('end in the middle of speech after 30 s, and the next one begins 1 s before', () => {
    const [first, second] = cut(windowsOf([70]), false).map(({ segment }) => segment);
    expect(first?.continues).toBe(true);
    expect(first === undefined ? 0 : lengthSec(first)).toBeCloseTo(30, 5);
    expect(second?.overlapSamples).toBe(16_000);
    expect(second === undefined ? 0 : samplesToSec(startOf(second))).toBeCloseTo(29, 5);
  });

  it('end in a pause rather than in a word when live', () => {
    // A breath 8 s after the first word, nothing better until the deadline.
    const [first] = cut(windowsOf([8, 0.2, 30]), true).map(({ segment }) => segment);
    expect(first?.continues).toBe(false);
    expect(first === undefined ? 0 : samplesToSec(endOf(first))).toBeLessThanOrEqual(8.2);
  });
});

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(1).map((item, index) => [list[index] as T, item]);
}

function speechRuns(windows: readonly boolean[]): [number, number][] {
  const runs: [number, number][] = [];
  windows.forEach((isSpeech, index) => {
    const last = runs.at(-1);
    if (!isSpeech) return;
    if (last?.[1] === index) last[1] = index + 1;
    else runs.push([index, index + 1]);
  });
  return runs;
}
