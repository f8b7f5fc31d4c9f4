import type { Database } from 'better-sqlite3';
import type { Health, HealthSpan } from '../../../shared/health/health-row.ts';

const keptMs = 30 * 86_400_000;

export type HealthWrites = {
  /** Keeps spans, those that went on in place of what they were, and the newest rows of this process. */
  save(pid: number, spans: readonly HealthSpan[], now: Health): void;
};

export function healthWrites(db: Database): HealthWrites {
  const span = db.prepare<[number, string, string, string, number, number]>(`
    INSERT INTO health_spans (pid, row, level, value, from_ms, until_ms) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (pid, row, from_ms) DO UPDATE SET until_ms = excluded.until_ms, value = excluded.value`);
  const now = db.prepare<[number, number, string]>(
    'INSERT OR REPLACE INTO health_now (pid, at_ms, rows) VALUES (?, ?, ?)',
  );
  const pruneSpans = db.prepare<[number]>('DELETE FROM health_spans WHERE until_ms < ?');
  const pruneNow = db.prepare<[number]>('DELETE FROM health_now WHERE at_ms < ?');
  const saveAll = db.transaction((pid: number, spans: readonly HealthSpan[], health: Health) => {
    for (const { id, level, value, fromMs, untilMs } of spans)
      span.run(pid, id, level, value, fromMs, untilMs);
    now.run(pid, health.atMs, JSON.stringify(health.rows));
    pruneSpans.run(health.atMs - keptMs);
    pruneNow.run(health.atMs - keptMs);
  });
  return { save: (pid, spans, health) => saveAll.immediate(pid, spans, health) };
}

export type HealthReads = {
  /** Spans that reach beyond a time, oldest first. */
  spans(sinceMs: number): HealthSpan[];
  /** The newest rows of each process that looked since, newest first. */
  newest(sinceMs: number): (Health & { pid: number })[];
};

export function healthReads(db: Database): HealthReads {
  // Of states that flap all day, the newest.
  const listSpans = db.prepare<[number], HealthSpan>(`
    SELECT row AS id, level, value, from_ms AS fromMs, until_ms AS untilMs
    FROM health_spans WHERE until_ms >= ? ORDER BY from_ms DESC LIMIT 20000`);
  const now = db.prepare<[number], { pid: number; atMs: number; rows: string }>(
    'SELECT pid, at_ms AS atMs, rows FROM health_now WHERE at_ms >= ? ORDER BY at_ms DESC',
  );
  return {
    spans: (sinceMs) => listSpans.all(sinceMs).reverse(),
    newest: (sinceMs) =>
      now.all(sinceMs).map(({ rows, ...rest }) => ({ ...rest, rows: JSON.parse(rows) as Health['rows'] })),
  };
}
