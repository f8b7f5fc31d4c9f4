import type { Health, HealthRow, HealthSpan } from '../../../shared/health/health-row.ts';
import type { Row } from './rows/row.ts';

/** Follows how long each row has had its level. */
export type Spans = {
  /** Rows that were just worked out; answers them with since when. */
  follow(rows: readonly Row[], atMs: number): Health;
  /** Those that changed or went on since the last call. */
  takeChanged(): HealthSpan[];
};

// While nobody looks at an unwatched recording, rows come every ten seconds. A longer pause is time that nobody saw.
const longestPauseMs = 25_000;

export function createSpans(): Spans {
  const open = new Map<HealthRow['id'], HealthSpan>();
  let changed: HealthSpan[] = [];

  function followRow(row: Row, atMs: number): HealthRow {
    const before = open.get(row.id);
    const isRecent = before !== undefined && atMs - before.untilMs <= longestPauseMs;
    // A change happened somewhere since the last look: the old level reaches up to the new one.
    if (isRecent) before.untilMs = atMs;
    const goesOn = isRecent && before.level === row.level;
    if (goesOn) before.value = row.value;
    const span = goesOn
      ? before
      : { id: row.id, level: row.level, value: row.value, fromMs: atMs, untilMs: atMs };
    open.set(row.id, span);
    for (const one of before === undefined || goesOn ? [span] : [before, span]) {
      if (!changed.includes(one)) changed.push(one);
    }
    return { ...row, sinceMs: span.fromMs };
  }

  return {
    follow: (rows, atMs) => ({ atMs, rows: rows.map((row) => followRow(row, atMs)) }),
    takeChanged() {
      const taken = changed.map((span) => ({ ...span }));
      changed = [];
      return taken;
    },
  };
}
