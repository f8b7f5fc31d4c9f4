import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createMeetingAudio,
  type Take,
} from '../../../../../src/main/core/backend/meetings/meeting-audio.ts';

const secondOfSamples = 16_000;

describe('meeting audio', () => {
  test('gives every sample exactly once and in order, whatever the sizes of chunks and the moments of taking', () => {
    const step = fc.record({
      samples: fc.integer({ min: 0, max: 60_000 }),
      passMs: fc.integer({ min: 0, max: 7_000 }),
      take: fc.constantFrom('full', 'stale', 'rest', 'none'),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const audio = createMeetingAudio();
        const takes: Take[] = [];
        let nowMs = 0;
        let added = 0;
        for (const { samples, passMs, take } of steps) {
          nowMs += passMs;
          audio.add(numbered(added, samples), nowMs);
          added += samples;
          const taken = {
            full: () => audio.takeFull(),
            stale: () => audio.takeStale(nowMs),
            rest: () => audio.takeRest(),
            none: () => null,
          }[take]();
          if (taken !== null) takes.push(taken);
        }
        const rest = audio.takeRest();
        if (rest !== null) takes.push(rest);

        expect(joined(takes)).toEqual(numbered(0, added));
        let expectedStartSec = 0;
        for (const take of takes) {
          expect(take.startSec).toBe(expectedStartSec);
          expect(take.endSec - take.startSec).toBeCloseTo(take.pcm.length / secondOfSamples, 9);
          expectedStartSec = take.endSec;
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is full at exactly three seconds', () => {
    const audio = createMeetingAudio();
    audio.add(numbered(0, 3 * secondOfSamples - 1), 0);
    expect(audio.takeFull()).toBeNull();
    audio.add(numbered(0, 1), 0);
    expect(audio.takeFull()?.pcm).toHaveLength(3 * secondOfSamples);
    expect(audio.takeFull()).toBeNull();
  });

  test('is stale when older than five seconds, but only from one second of audio on', () => {
    const audio = createMeetingAudio();
    audio.add(numbered(0, secondOfSamples - 1), 0);
    expect(audio.takeStale(60_000)).toBeNull();
    audio.add(numbered(0, 1), 4_000);
    expect(audio.takeStale(5_000)).toBeNull();
    expect(audio.takeStale(5_001)).toMatchObject({ startSec: 0, endSec: 1 });
  });

  test('is stale at once when it is 95 % full', () => {
    const audio = createMeetingAudio();
    audio.add(numbered(0, 2.85 * secondOfSamples - 1), 0);
    expect(audio.takeStale(1)).toBeNull();
    audio.add(numbered(0, 1), 1);
    expect(audio.takeStale(1)).not.toBeNull();
  });

  test('counts its age from the oldest sample that still waits', () => {
    const audio = createMeetingAudio();
    audio.add(numbered(0, 3 * secondOfSamples), 0);
    audio.takeFull();
    audio.add(numbered(0, 2 * secondOfSamples), 10_000);
    expect(audio.takeStale(14_000)).toBeNull();
    expect(audio.takeStale(15_001)).toMatchObject({ startSec: 3, endSec: 5 });
  });
});

function numbered(first: number, count: number): Int16Array {
  return Int16Array.from({ length: count }, (_, i) => (first + i) % 32_768);
}

function joined(takes: readonly Take[]): Int16Array {
  return Int16Array.from(takes.flatMap((take) => [...take.pcm]));
}
