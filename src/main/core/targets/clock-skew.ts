import { readServerTime } from '../../../shared/protocol/server-time.ts';
import type { ClockSkew } from '../../../shared/settings/targets/probe.ts';

/** A time that a server named, and when by our clock it must have read its own. */
export type TimeSample = {
  /** Not before this: what it answers was sent then. Ms since 1970. */
  fromMs: number;
  /** Not after this: then its answer was here. */
  toMs: number;
  /** As the server wrote it. */
  text: string;
  /** How coarse it is, ms: 1,000 for a header Date. */
  stepMs: number;
};

// Time zones are whole quarters of an hour.
const zoneStepMs = 900_000;

/**
 * How far a server's clock is from ours, from times that it named. Each gives a range, because its answer was written
 * somewhere on the way between question and answer; what all ranges share is what is known. `null` without a time.
 */
export function estimateSkew(samples: readonly TimeSample[]): ClockSkew | null {
  const ranges = samples.flatMap(rangeOf);
  const [first] = ranges;
  if (first === undefined) return null;
  const zoned = ranges.filter(({ zoneMinutes }) => zoneMinutes === null);
  // A zone that is said is worth more than one that is guessed.
  const used =
    zoned.length > 0 ? zoned : ranges.filter(({ zoneMinutes }) => zoneMinutes === first.zoneMinutes);
  const low = Math.max(...used.map((range) => range.low));
  const high = Math.min(...used.map((range) => range.high));
  // Ranges that share nothing mean that a clock was set meanwhile: the narrowest is as good as any.
  const [lowest, highest] = low <= high ? [low, high] : narrowest(used);
  return {
    skewMs: Math.round((lowest + highest) / 2),
    uncertaintyMs: Math.ceil((highest - lowest) / 2),
    zoneMinutes: ranges.find(({ zoneMinutes }) => zoneMinutes !== null)?.zoneMinutes ?? null,
  };
}

type Range = { low: number; high: number; zoneMinutes: number | null };

function rangeOf({ fromMs, toMs, text, stepMs }: TimeSample): Range[] {
  const time = readServerTime(text);
  if (time === null || toMs < fromMs) return [];
  const low = time.ms - toMs;
  const high = time.ms + stepMs - fromMs;
  if (time.hasZone) return [{ low, high, zoneMinutes: null }];
  const zoneMs = Math.round((low + high) / 2 / zoneStepMs) * zoneStepMs;
  return [{ low: low - zoneMs, high: high - zoneMs, zoneMinutes: zoneMs / 60_000 }];
}

function narrowest(ranges: readonly Range[]): [number, number] {
  const [best] = ranges.toSorted((a, b) => a.high - a.low - (b.high - b.low));
  return best === undefined ? [0, 0] : [best.low, best.high];
}
