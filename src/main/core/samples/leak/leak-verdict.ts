import type { LeakVerdict } from '../../../../shared/health/memory.ts';
import { sentence, tell, toldBy, type Sentence } from '../../../../shared/words/all-words.ts';
import { confidence, robustSlope, type Point, type RobustSlope } from './theil-sen.ts';

// Caches and compiled code fill up in the first minutes of a process.
export const warmUpMs = 5 * 60_000;
// Less than this is a garbage collector's breath.
const shortestMs = 10 * 60_000;
// Two for each minute of the shortest window; more would only cost.
const mostPoints = 120;
const fewestPoints = 20;
const hourMs = 3_600_000;
const megabyte = 1_000_000;

/**
 * What memory figures say about a leak. `points` are bytes over wall clock ms, in order; those of the warm-up
 * after `startedMs` are left out. Growth counts when the whole interval of its slope is above what eight hours bear:
 * 1 MB an hour, or 0.5 % of the memory.
 */
export function leakVerdict(
  points: readonly { atMs: number; bytes: number }[],
  startedMs: number,
): LeakVerdict {
  const warm = points.filter(({ atMs }) => atMs >= startedMs + warmUpMs);
  const [first, last] = [warm[0], warm.at(-1)];
  const lengthMs = first === undefined || last === undefined ? 0 : last.atMs - first.atMs;
  const hours = lengthMs / hourMs;
  if (lengthMs < shortestMs) {
    const minutes = Math.floor(lengthMs / 60_000);
    return tooShort(hours, sentence('memory.warming-up', { minutes }));
  }
  const thinned = medians(warm, mostPoints);
  if (thinned.length < fewestPoints) {
    return tooShort(hours, sentence('memory.few-figures', { figures: thinned.length, of: fewestPoints }));
  }
  // With 95 %, one of ten thousand short and noisy series that do not grow would be called a leak.
  const slope = robustSlope(thinned, confidence.of999);
  if (slope === null) return tooShort(hours, sentence('memory.no-slope'));
  const level = thinned.map(({ y }) => y).sort((a, b) => a - b)[Math.floor(thinned.length / 2)] ?? 0;
  return judged(slope, Math.max(megabyte, level * 0.005), hours);
}

function judged(slope: RobustSlope, mattersPerHour: number, hours: number): LeakVerdict {
  const { low, high } = slope;
  const numbers = { bytesPerHour: slope.slope, low, high };
  const range = { low: megabytes(low), high: megabytes(high) };
  if (low > mattersPerHour) {
    return {
      kind: 'growing',
      slope: numbers,
      hours,
      ...tell('memory.growing', range),
    };
  }
  if (high < -mattersPerHour) {
    return {
      kind: 'shrinking',
      slope: numbers,
      hours,
      ...tell('memory.shrinking', { low: megabytes(-high), high: megabytes(-low) }),
    };
  }
  if (low >= -mattersPerHour && high <= mattersPerHour) {
    return { kind: 'flat', slope: numbers, hours, ...tell('memory.flat', range) };
  }
  return {
    kind: 'too-short',
    slope: numbers,
    hours,
    ...tell('memory.any', range),
  };
}

function tooShort(hours: number, why: Sentence): LeakVerdict {
  return { kind: 'too-short', slope: null, hours, ...toldBy(why) };
}

const megabytes = (bytes: number): string =>
  `${bytes < 0 ? '−' : ''}${(Math.abs(bytes) / megabyte).toFixed(1)}`;

/** One point for each equal stretch of time, so that a stretch measured every second weighs no more than others. */
function medians(points: readonly { atMs: number; bytes: number }[], most: number): Point[] {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return [];
  const stepMs = Math.max(1, (last.atMs - first.atMs) / most);
  const buckets = new Map<number, number[]>();
  for (const { atMs, bytes } of points) {
    const at = Math.min(most - 1, Math.floor((atMs - first.atMs) / stepMs));
    const bucket = buckets.get(at);
    if (bucket === undefined) buckets.set(at, [bytes]);
    else bucket.push(bytes);
  }
  return [...buckets].map(([at, values]) => ({
    x: ((at + 0.5) * stepMs) / hourMs,
    y: values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0,
  }));
}
