import type { Sample, SampleColumns } from '../../../../shared/health/sample.ts';
import { joinFigures } from './minutes.ts';

// While something is recorded that nobody looks at, a sample comes every ten seconds; a minute's comes every minute.
const longestStepMs = 75_000;

/**
 * Samples as columns of at most about `maxPoints` rows: those of equal stretches of time are joined. Where nothing
 * was measured, or another process measured from then on, stands a row without figures.
 */
export function toColumns(
  samples: readonly Sample[],
  prefixes: readonly string[],
  maxPoints: number,
): SampleColumns {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) return { atMs: [], series: {} };
  const stepMs = (last.atMs - first.atMs) / maxPoints;
  const groups: Sample[][] = [];
  for (const sample of samples) {
    const group = groups.at(-1);
    const begin = group?.[0];
    const before = group?.at(-1);
    if (group !== undefined && begin !== undefined && before !== undefined && fits(begin, before, sample)) {
      group.push(sample);
    } else groups.push([sample]);
  }
  function fits(begin: Sample, before: Sample, next: Sample): boolean {
    return next.atMs - begin.atMs < stepMs && !isGap(before, next);
  }

  const names = new Set<string>();
  for (const { figures } of samples) {
    for (const name of Object.keys(figures)) {
      if (prefixes.some((prefix) => name.startsWith(prefix))) names.add(name);
    }
  }
  const rows: (readonly Sample[])[] = [];
  const atMs: number[] = [];
  for (const [index, group] of groups.entries()) {
    const before = groups[index - 1]?.at(-1);
    const [begin] = group;
    if (begin === undefined) continue;
    if (before !== undefined && isGap(before, begin)) {
      rows.push([]);
      atMs.push((before.atMs + begin.atMs) / 2);
    }
    rows.push(group);
    atMs.push(begin.atMs);
  }
  return {
    atMs,
    series: Object.fromEntries(
      [...names].sort().map((name) => [name, rows.map((group) => figureOf(group, name))]),
    ),
  };
}

function isGap(before: Sample, next: Sample): boolean {
  return next.pid !== before.pid || next.atMs - before.atMs > longestStepMs;
}

function figureOf(group: readonly Sample[], name: string): number | null {
  const values = group.flatMap(({ figures }) => figures[name] ?? []);
  return values.length === 0 ? null : joinFigures(name, values);
}
