import { describe, expect, it } from 'vitest';
import {
  bottleneckIn,
  isUpperBound,
  readWaited,
  watchMachine,
} from '../../../../src/main/core/verification/bench/machine-watch.ts';
import { sayIt } from '../../../../src/shared/words/all-words.ts';

const limits = { own: 0.9, waited: 0.25, lateMs: 1_000, pace: 1.5 };
const quiet = { own: 0.2, machine: 0.3, waited: 0.01, lateMs: 5 };

describe('a machine on which something was measured', () => {
  it('that had cores left is no bottleneck', () => {
    expect(bottleneckIn(quiet, limits)).toBeNull();
    // All its cores may work for the target, as long as we got ours when we wanted it.
    expect(bottleneckIn({ ...quiet, machine: 1 }, limits)).toBeNull();
  });

  it.each([
    ['this process used up a core', { ...quiet, own: 0.95 }, /This process .* 95 % of a core/],
    [
      'others kept us waiting for one',
      { ...quiet, machine: 1, waited: 0.6 },
      /others use it \(100 % of its cores are busy, ours 20 % of one\), and for 60 % of the time we waited/,
    ],
    ['timers came late', { ...quiet, waited: null, lateMs: 2_000 }, /timers were up to 2000 ms late/],
  ])('is one when %s', (_when, share, words) => {
    const bottleneck = bottleneckIn(share, limits);
    expect(bottleneck && sayIt(bottleneck)).toMatch(words);
  });

  it('lets a time be an upper bound unless we used up the core, or the load went out slower', () => {
    const disturbed = { ...quiet, machine: 1, waited: 0.6 };
    expect(isUpperBound(disturbed, limits, { tookMs: 1_300, askedMs: 900 })).toBe(true);
    expect(isUpperBound(disturbed, limits, { tookMs: 1_400, askedMs: 900 })).toBe(false);
    expect(isUpperBound({ ...disturbed, own: 0.95 }, limits, { tookMs: 900, askedMs: 900 })).toBe(false);
  });

  it('says how long a thread waited for a core as Linux counts it, and nothing elsewhere', () => {
    expect(readWaited('835920 30288292 2\n')).toBeCloseTo(30.288);
    expect(readWaited('')).toBeNull();
    expect(readWaited('no numbers here')).toBeNull();
  });

  it('is watched by shares that can be shares', () => {
    const share = watchMachine()();
    expect(share.own).toBeGreaterThanOrEqual(0);
    expect(share.machine).toBeGreaterThanOrEqual(0);
    expect(share.machine).toBeLessThanOrEqual(1);
    expect(share.lateMs).toBeGreaterThanOrEqual(0);
  });
});
