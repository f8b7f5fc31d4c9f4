import type { ReadBundle } from './inspect-bundle.ts';

export type BundleDifference = { file: string; where: string; a: unknown; b: unknown };
export type BundleDiff = {
  a: { createdAt: string; version: string };
  b: { createdAt: string; version: string };
  /** Findings that only one of them has, by their names. */
  findings: { onlyA: string[]; onlyB: string[] };
  /** Of environment, settings, targets and checks. */
  differences: BundleDifference[];
  /** Means of what was measured, where they differ by a fifth or more. */
  series: { name: string; a: number | null; b: number | null }[];
};

/** What differs between two bundles, such as one of a machine where it works and one where it does not. */
export function diffBundles(a: ReadBundle, b: ReadBundle): BundleDiff {
  const ids = (bundle: ReadBundle): string[] => [...new Set(bundle.inspection.findings.map(({ id }) => id))];
  const [idsA, idsB] = [ids(a), ids(b)];
  return {
    a: { createdAt: a.manifest.createdAt, version: a.manifest.version },
    b: { createdAt: b.manifest.createdAt, version: b.manifest.version },
    findings: {
      onlyA: idsA.filter((id) => !idsB.includes(id)),
      onlyB: idsB.filter((id) => !idsA.includes(id)),
    },
    differences: compared.flatMap((file) => differencesIn(file, a.texts[file], b.texts[file])),
    series: ['memory.csv', 'network.csv'].flatMap((file) =>
      seriesDifferences(meansOf(a.texts[file]), meansOf(b.texts[file])),
    ),
  };
}

const compared = ['environment.json', 'settings.json', 'targets.jsonl', 'checks.jsonl', 'database.json'];
// What differs between any two moments of one machine.
const moving = /(?:free|used|load|uptime|percent|speed|gigahertz|rows|pages|bytes|integrity.*Ms)/i;

function differencesIn(file: string, a: string | undefined, b: string | undefined): BundleDifference[] {
  const [leavesA, leavesB] = [leavesOf(file, a), leavesOf(file, b)];
  const places = [...new Set([...leavesA.keys(), ...leavesB.keys()])];
  return places.flatMap((where) => {
    const [valueA, valueB] = [leavesA.get(where) ?? null, leavesB.get(where) ?? null];
    return valueA === valueB || moving.test(where) ? [] : [{ file, where, a: valueA, b: valueB }];
  });
}

function leavesOf(file: string, text: string | undefined): Map<string, unknown> {
  const leaves = new Map<string, unknown>();
  const walk = (value: unknown, path: string): void => {
    if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
    else leaves.set(path, value);
  };
  for (const document of documentsIn(file, text ?? '')) walk(document.value, document.name);
  return leaves;
}

function documentsIn(file: string, text: string): { name: string; value: unknown }[] {
  if (!file.endsWith('.jsonl')) return parsed(text).map((value) => ({ name: '', value }));
  return text
    .split('\n')
    .flatMap((line) => parsed(line))
    .map((value, index) => ({ name: nameOf(value) ?? String(index), value }));
}

function parsed(text: string): unknown[] {
  try {
    return text.trim() === '' ? [] : [JSON.parse(text) as unknown];
  } catch {
    return [];
  }
}

function nameOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' ? value.id : null;
}

function meansOf(csv: string | undefined): Map<string, number> {
  const [head = '', ...rows] = (csv ?? '').trim().split('\n');
  const names = head.split(',').slice(4);
  const cells = rows.map((row) => row.split(',').slice(4));
  return new Map(
    names.flatMap((name, i) => {
      const values = cells
        .map((row) => row[i] ?? '')
        .filter((cell) => cell !== '')
        .map(Number);
      return values.length === 0
        ? []
        : [[name, values.reduce((sum, value) => sum + value, 0) / values.length] as const];
    }),
  );
}

const leastShare = 0.2;

function seriesDifferences(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
): BundleDiff['series'] {
  return [...new Set([...a.keys(), ...b.keys()])].flatMap((name) => {
    const [meanA, meanB] = [a.get(name) ?? null, b.get(name) ?? null];
    if (
      meanA !== null &&
      meanB !== null &&
      Math.abs(meanA - meanB) <= leastShare * Math.max(Math.abs(meanA), Math.abs(meanB))
    )
      return [];
    return [{ name, a: meanA, b: meanB }];
  });
}
