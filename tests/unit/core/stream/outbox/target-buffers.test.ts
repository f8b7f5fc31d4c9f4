import { describe, expect, it } from 'vitest';
import { createTargetBuffers } from '../../../../../src/main/core/stream/outbox/target-buffers.ts';

const second = 16_000;

/** Sends a message of a second at each of these moments. */
function sentAt(...timesMs: number[]): ReturnType<typeof createTargetBuffers> {
  const buffers = createTargetBuffers();
  for (const atMs of timesMs) buffers.sent(second, atMs);
  return buffers;
}

const seconds = (range: { from: number; to: number } | null): (number | undefined)[] => [
  range === null ? undefined : range.from / second,
  range === null ? undefined : range.to / second,
];

describe('what an answer of a target is about', () => {
  it('is the next three seconds, however many were sent since', () => {
    const buffers = sentAt(0, 1_000, 2_000, 3_000, 4_000, 5_000, 6_000);
    expect(buffers.unanswered()).toBe(2);
    expect(seconds(buffers.answered('full', 40_000))).toEqual([0, 3]);
    expect(seconds(buffers.answered('full', 80_000))).toEqual([3, 6]);
    expect(buffers.answered('full', 90_000)).toBeNull();
    expect(seconds(buffers.answered('final', 91_000))).toEqual([6, 7]);
  });

  it('leaves out a buffer that was plainly not answered, when its time was up long ago', () => {
    const buffers = createTargetBuffers();
    const answers: (number | undefined)[][] = [];
    for (let n = 0; n < 18; n += 1) {
      buffers.sent(second, n * 1_000);
      // Each full buffer is answered 100 ms later, but the fourth: a repetition.
      if (n % 3 === 2 && n !== 11) answers.push(seconds(buffers.answered('full', n * 1_000 + 100)));
    }
    expect(answers).toEqual([
      [0, 3],
      [3, 6],
      [6, 9],
      [12, 15],
      [15, 18],
    ]);
  });

  it('is what had arrived when the background check began, and what comes later begins a buffer', () => {
    const buffers = sentAt(0, 1_000);
    expect(buffers.openSinceMs()).toBe(0);
    expect(seconds(buffers.answered('timeout', 6_000))).toEqual([0, 2]);
    expect(buffers.openSinceMs()).toBeNull();
    for (const atMs of [7_000, 8_000, 9_000]) buffers.sent(second, atMs);
    expect(seconds(buffers.answered('full', 9_100))).toEqual([2, 5]);
  });

  it('forgets what a restarted target has forgotten', () => {
    const buffers = sentAt(0, 1_000, 2_000, 3_000);
    buffers.emptied();
    expect(buffers.unanswered()).toBe(0);
    expect(buffers.openSinceMs()).toBeNull();
    for (const atMs of [4_000, 5_000, 6_000]) buffers.sent(second, atMs);
    expect(seconds(buffers.answered('full', 6_100))).toEqual([4, 7]);
  });
});
