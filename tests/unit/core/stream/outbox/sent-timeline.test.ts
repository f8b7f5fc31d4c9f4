import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSentTimeline } from '../../../../../src/main/core/stream/outbox/sent-timeline.ts';

const second = 16_000;

describe('the time line of what was sent', () => {
  it('is the time line of the session when nothing is left out', () => {
    const timeline = createSentTimeline();
    for (let n = 0; n < 10; n += 1) timeline.add(n * second, second);
    expect([0, 0.5, 3, 9.25, 10].map((sec) => timeline.toSessionSec(sec))).toEqual([0, 0.5, 3, 9.25, 10]);
  });

  it('adds the pauses that were left out', () => {
    const timeline = createSentTimeline();
    timeline.add(0, second);
    timeline.add(5 * second, second);
    timeline.add(20 * second, second / 2);
    expect([0.5, 1.5, 2.25].map((sec) => timeline.toSessionSec(sec))).toEqual([0.5, 5.5, 20.25]);
  });

  it('goes over a pause at its end, so that words begin behind it', () => {
    const timeline = createSentTimeline();
    timeline.add(0, second);
    timeline.add(5 * second, second);
    expect(timeline.toSessionSec(1)).toBe(5);
  });

  it('counts a chunk that was sent again as received again', () => {
    const timeline = createSentTimeline();
    timeline.add(0, second);
    timeline.add(second, second);
    timeline.add(second, second);
    timeline.add(2 * second, second);
    expect([1.5, 2.5, 3.5].map((sec) => timeline.toSessionSec(sec))).toEqual([1.5, 1.5, 2.5]);
  });

  it('ends where the last chunk ends, and begins where the first begins', () => {
    const timeline = createSentTimeline();
    timeline.add(3 * second, second);
    expect([-1, 0, 99].map((sec) => timeline.toSessionSec(sec))).toEqual([3, 3, 4]);
  });

  it('knows no place before anything was sent', () => {
    expect(createSentTimeline().toSessionSec(7)).toBe(0);
  });

  it('never goes back while chunks are sent in order', () => {
    const chunk = fc.record({ pause: fc.nat(50_000), count: fc.integer({ min: 1, max: second }) });
    fc.assert(
      fc.property(
        fc.array(chunk, { minLength: 1, maxLength: 40 }),
        fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 2 }),
        (chunks, seconds) => {
          const timeline = createSentTimeline();
          let at = 0;
          for (const { pause, count } of chunks) {
            timeline.add(at + pause, count);
            at += pause + count;
          }
          const places = seconds.toSorted((a, b) => a - b).map((sec) => timeline.toSessionSec(sec));
          expect(places).toEqual(places.toSorted((a, b) => a - b));
        },
      ),
    );
  });
});
