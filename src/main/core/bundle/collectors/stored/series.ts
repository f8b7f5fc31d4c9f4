import { isPlainName } from '../../../redaction/redaction.ts';
import type { BundlePartId } from '../../../../../shared/bundle/bundle.ts';
import { definePart, type Part } from '../part.ts';
import type { Source } from '../../source/source.ts';
import { sentence, type Sentence } from '../../../../../shared/words/all-words.ts';

export type SampleRow = {
  stepMs: number;
  atMs: number;
  pid: number;
  figures: Readonly<Record<string, number>>;
};

// A month by the minute is 43,000 rows.
const mostRows = 50_000;

/** What was measured in the window, oldest first; by the second for the last hour, by the minute before. */
export function readSamples({ db, window }: Pick<Source, 'db' | 'window'>): SampleRow[] {
  try {
    const rows =
      db
        ?.prepare<[number, number], { stepMs: number; atMs: number; pid: number; figures: string }>(
          `SELECT step_ms AS stepMs, at_ms AS atMs, pid, figures FROM samples
           WHERE at_ms >= ? AND at_ms <= ? ORDER BY at_ms DESC, step_ms LIMIT ${mostRows}`,
        )
        .all(window.fromMs, window.toMs) ?? [];
    return rows.toReversed().map((row) => ({ ...row, figures: figuresOf(row.figures) }));
  } catch {
    return [];
  }
}

function figuresOf(json: string): Record<string, number> {
  try {
    const entries = Object.entries(JSON.parse(json) as object);
    return Object.fromEntries(
      entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    );
  } catch {
    return {};
  }
}

const memoryNames = ['process.', 'thread.', 'loop.', 'system.', 'store.', 'disk.'];
const networkNames = ['net.', 'link.', 'if.'];

/** A line of the table; the one without a time names the columns. */
type TableRow = SampleRow & { names: readonly string[] };

function seriesPart(id: BundlePartId, title: Sentence, prefixes: readonly string[]): Part {
  const ofThis = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix));
  return definePart<TableRow>({
    id,
    file: `${id}.csv`,
    title,
    rows(source) {
      const rows = readSamples(source);
      const known = new Set(rows.flatMap(({ figures }) => Object.keys(figures)));
      const names = [...known].filter(ofThis).toSorted();
      const head: TableRow = { names, stepMs: 0, atMs: Number.NaN, pid: 0, figures: {} };
      return rows.length === 0 ? [] : [head, ...rows.toReversed().map((row) => ({ ...row, names }))];
    },
    show({ names, stepMs, atMs, pid, figures }) {
      const shown = names.filter((name) => shownName(name) !== null);
      if (Number.isNaN(atMs)) return ['at', 'atMs', 'stepMs', 'pid', ...shown.map(shownName)].join(',');
      const cells = shown.map((name) => figures[name] ?? '');
      return [new Date(atMs).toISOString(), atMs, stepMs, pid, ...cells].join(',');
    },
    plant(canary) {
      const names = prefixes.flatMap((prefix) => [`${prefix}${canary}`, `${prefix}${canary}.inBytesPerSec`]);
      return [{ names, stepMs: 1, atMs: Number.NaN, pid: 1, figures: {} }];
    },
  });
}

/** Names of interfaces are made up by systems and people; which is which does not matter. `null`: left out. */
function shownName(name: string): string | null {
  if (isPlainName(name)) return name;
  const figure = /^if\..*\.(\w+)$/.exec(name)?.[1];
  return figure !== undefined && isPlainName(figure) ? `if.other.${figure}` : null;
}

export const memoryPart = seriesPart('memory', sentence('bundle.part.memory'), memoryNames);
export const networkPart = seriesPart('network', sentence('bundle.part.network'), networkNames);
