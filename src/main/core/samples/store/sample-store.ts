import type { Database } from 'better-sqlite3';
import type { Sample, SampleColumns, SampleQuery } from '../../../../shared/health/sample.ts';
import { toColumns } from './columns.ts';

export const secondMs = 1_000;
export const minuteMs = 60_000;
const keptMs = { [secondMs]: 3_600_000, [minuteMs]: 30 * 86_400_000 } as const;
type Step = keyof typeof keptMs;

export type SampleWrites = {
  /** Keeps them, in place of those of the same moment, and forgets what is older than an hour or a month. */
  save(seconds: readonly Sample[], minutes: readonly Sample[]): void;
};

export function sampleWrites(db: Database): SampleWrites {
  const insert = db.prepare<[Step, number, number, string]>(
    'INSERT OR REPLACE INTO samples (step_ms, at_ms, pid, figures) VALUES (?, ?, ?, ?)',
  );
  const prune = db.prepare<[Step, number]>('DELETE FROM samples WHERE step_ms = ? AND at_ms < ?');
  const saveAll = db.transaction((seconds: readonly Sample[], minutes: readonly Sample[]) => {
    keep(secondMs, seconds);
    keep(minuteMs, minutes);
  });
  function keep(step: Step, samples: readonly Sample[]): void {
    for (const { atMs, pid, figures } of samples) {
      insert.run(step, Math.floor(atMs), pid, JSON.stringify(figures));
    }
    const newest = samples.at(-1);
    if (newest !== undefined) prune.run(step, newest.atMs - keptMs[step]);
  }
  return { save: (seconds, minutes) => saveAll.immediate(seconds, minutes) };
}

export type SampleReads = {
  /** Figures over time: by the second where the last hour has them, by the minute before. */
  list(query: SampleQuery): SampleColumns;
  /** One figure of one process since a time, oldest first: minutes, then the seconds after them. */
  figure(name: string, pid: number, sinceMs: number): { atMs: number; value: number }[];
  /** The first and the last value of one figure since a time, of whatever process; empty where there is none. */
  ends(name: string, sinceMs: number): { atMs: number; value: number }[];
  newest(): Sample | null;
};

type Row = { atMs: number; pid: number; figures: string };

export function sampleReads(db: Database): SampleReads {
  const range = db.prepare<[Step, number, number], Row>(`
    SELECT at_ms AS atMs, pid, figures FROM samples
    WHERE step_ms = ? AND at_ms >= ? AND at_ms <= ? ORDER BY at_ms`);
  const oldest = db.prepare<[Step, number, number], { atMs: number | null }>(
    'SELECT min(at_ms) AS atMs FROM samples WHERE step_ms = ? AND at_ms >= ? AND at_ms <= ?',
  );
  const figureOf = db.prepare<[string, Step, number, number], { atMs: number; value: number | null }>(`
    SELECT at_ms AS atMs, json_extract(figures, ?) AS value FROM samples
    WHERE step_ms = ? AND pid = ? AND at_ms >= ? ORDER BY at_ms`);

  // What has the figure is found at once from either end; all that lies between is not read.
  const endOf = (order: 'ASC' | 'DESC') =>
    db.prepare<[string, Step, number], { atMs: number; value: number }>(`
      SELECT at_ms AS atMs, json_extract(figures, ?) AS value FROM samples
      WHERE step_ms = ? AND at_ms >= ? AND value IS NOT NULL ORDER BY at_ms ${order} LIMIT 1`);
  const [firstOf, lastOf] = [endOf('ASC'), endOf('DESC')];

  const newest = db.prepare<[], Row>(
    'SELECT at_ms AS atMs, pid, figures FROM samples ORDER BY at_ms DESC, step_ms LIMIT 1',
  );

  return {
    newest() {
      const row = newest.get();
      return row === undefined ? null : parse(row);
    },
    list({ prefixes, sinceMs, untilMs = Number.MAX_SAFE_INTEGER, maxPoints }) {
      const secondsFromMs = oldest.get(secondMs, sinceMs, untilMs)?.atMs ?? untilMs;
      const minutes = range.all(minuteMs, sinceMs, secondsFromMs - 1);
      const seconds = range.all(secondMs, sinceMs, untilMs);
      return toColumns([...minutes, ...seconds].map(parse), prefixes, maxPoints);
    },
    ends(name, sinceMs) {
      const path = `$."${name}"`;
      const [first, last] = [firstOf, lastOf].map((end) =>
        ([minuteMs, secondMs] as const).flatMap((step) => end.get(path, step, sinceMs) ?? []),
      );
      const earliest = first?.toSorted((a, b) => a.atMs - b.atMs)[0];
      const latest = last?.toSorted((a, b) => b.atMs - a.atMs)[0];
      return [earliest, latest].filter((end) => end !== undefined);
    },
    figure(name, pid, sinceMs) {
      const path = `$."${name}"`;
      const minutes = figureOf.all(path, minuteMs, pid, sinceMs);
      const endMs = (minutes.at(-1)?.atMs ?? sinceMs - minuteMs) + minuteMs;
      const seconds = figureOf.all(path, secondMs, pid, Math.max(endMs, sinceMs));
      return [...minutes, ...seconds].filter(
        (row): row is { atMs: number; value: number } => row.value !== null,
      );
    },
  };
}

/** A row that a damaged disk made unreadable has no figures, and hides no others. */
function parse({ atMs, pid, figures }: Row): Sample {
  try {
    return { atMs, pid, figures: JSON.parse(figures) as Record<string, number> };
  } catch {
    return { atMs, pid, figures: {} };
  }
}
