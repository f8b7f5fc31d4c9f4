import type { Sample, SampleColumns } from '../../shared/health/sample.ts';

/**
 * What was measured so far and what came since, of all figures whose names begin so: one that is measured for the first
 * time while somebody looks, such as the traffic of a session that begins, is there from then on.
 */
export function withLive(
  { atMs, series }: SampleColumns,
  live: readonly Sample[],
  prefixes: readonly string[],
): SampleColumns {
  const newer = live.filter((sample) => sample.atMs > (atMs.at(-1) ?? 0));
  if (newer.length === 0) return { atMs, series };
  const names = new Set(Object.keys(series));
  for (const { figures } of newer)
    for (const name of Object.keys(figures))
      if (prefixes.some((prefix) => name.startsWith(prefix))) names.add(name);
  const before = atMs.map(() => null);
  return {
    atMs: [...atMs, ...newer.map((sample) => sample.atMs)],
    series: Object.fromEntries(
      Array.from(names, (name) => [
        name,
        [...(series[name] ?? before), ...newer.map(({ figures }) => figures[name] ?? null)],
      ]),
    ),
  };
}
