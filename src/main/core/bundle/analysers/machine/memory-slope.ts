import type { SampleRow } from '../../collectors/stored/series.ts';
import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

const hourMs = 3_600_000;
// A shorter series rises with every start and says nothing.
const leastHours = 1;
const warmUpMs = 600_000;
const leastGrowthBytes = 20 * 1024 ** 2;
const leastShare = 0.1;

/** Memory of the main process that rises over an hour or more, hour after hour. */
export const memorySlope: Analyser = ({ samples }) => {
  const found = [
    ...Map.groupBy(
      samples.filter(({ stepMs }) => stepMs >= 60_000),
      ({ pid }) => pid,
    ).values(),
  ].flatMap(rising);
  return found.map(({ perHour, hours, first, last }) => ({
    id: 'memory-slope',
    level: 'warning' as const,
    ...tellAll({
      title: sentence('bundle.memory', { mbPerHour: megabytes(perHour) }),
      next: sentence('bundle.memory.next'),
    }),
    evidence: [say('bundle.memory-over', { hours, from: megabytes(first), to: megabytes(last) })],
  }));
};

function rising(
  rows: readonly SampleRow[],
): { perHour: number; hours: number; first: number; last: number }[] {
  const startMs = (rows[0]?.atMs ?? 0) + warmUpMs;
  const points = rows.flatMap(({ atMs, figures }) => {
    const bytes = figures['process.main.rssBytes'];
    return bytes === undefined || atMs < startMs ? [] : [{ atMs, bytes }];
  });
  const hours = ((points.at(-1)?.atMs ?? 0) - (points[0]?.atMs ?? 0)) / hourMs;
  if (hours < leastHours) return [];
  const third = Math.ceil(points.length / 3);
  const means = [points.slice(0, third), points.slice(third, 2 * third), points.slice(2 * third)].map(
    (part) => part.reduce((sum, { bytes }) => sum + bytes, 0) / Math.max(1, part.length),
  );
  const [first = 0, middle = 0, last = 0] = means;
  const growth = last - first;
  // A step that stays is no leak: each third has to be above the one before.
  const isSteady = middle - first > growth * 0.25 && last - middle > growth * 0.25;
  if (!isSteady || growth < Math.max(leastGrowthBytes, first * leastShare)) return [];
  return [{ perHour: growth / (hours * (2 / 3)), hours, first, last }];
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 ** 2);
}
