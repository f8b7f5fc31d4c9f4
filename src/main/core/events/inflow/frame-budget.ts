import type { Clock } from '../../ports/ports.ts';

/** What one connection may still have stored. */
export type FrameBudget = {
  /** Whether a frame of this type and length is within it. */
  takes(type: string, chars: number): boolean;
};

type Bucket = { left: number; atMs: number };

// A ScrumBot backend answers with a few frames a second. A burst of a whole meeting's results passes whole.
const ofConnection = { most: 10_000, perSec: 200 };
// So that one type that pours in does not keep the others from being stored.
const ofType = { most: 5_000, perSec: 100 };
const ofChars = { most: 32 * 1024 * 1024, perSec: 256 * 1024 };
// Types that were made up by the thousand share one.
const mostTypes = 64;

export function createFrameBudget(clock: Clock): FrameBudget {
  const frames = { left: ofConnection.most, atMs: clock.monotonicMs() };
  const chars = { left: ofChars.most, atMs: clock.monotonicMs() };
  const types = new Map<string, Bucket>();

  function bucketOf(type: string): Bucket {
    const name = types.has(type) || types.size < mostTypes ? type : '';
    const known = types.get(name);
    if (known !== undefined) return known;
    const made = { left: ofType.most, atMs: clock.monotonicMs() };
    types.set(name, made);
    return made;
  }

  function fill(bucket: Bucket, { most, perSec }: { most: number; perSec: number }): void {
    const nowMs = clock.monotonicMs();
    bucket.left = Math.min(most, bucket.left + ((nowMs - bucket.atMs) * perSec) / 1_000);
    bucket.atMs = nowMs;
  }

  return {
    takes(type, length) {
      const ownType = bucketOf(type);
      fill(frames, ofConnection);
      fill(chars, ofChars);
      fill(ownType, ofType);
      if (frames.left < 1 || ownType.left < 1 || chars.left < length) return false;
      frames.left -= 1;
      ownType.left -= 1;
      chars.left -= length;
      return true;
    },
  };
}
