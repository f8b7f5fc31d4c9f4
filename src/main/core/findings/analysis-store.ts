import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { AnalysisRange, AnalysisReport, AnalysisRules } from '../../../shared/events/findings.ts';
import { createAnalyzer, type Analyzer } from './analyzer.ts';
import type { AnalysedEvent } from '../monitor/monitor.ts';

/** How far an analysis has come; the report is there with the last step. */
export type AnalysisStep = { events: number; report: AnalysisReport | null };

/**
 * Analysis in the reader thread, step by step: between two steps the thread answers other questions, and whoever
 * asked can lose interest.
 */
export type AnalysisReads = {
  /** Starts an analysis of what is stored now, under an id that the caller makes up. */
  start(id: string, range: AnalysisRange, rules: AnalysisRules): void;
  /** @throws AppError `not-found` when the thread was started anew, or too many analyses run beside it */
  step(id: string): AnalysisStep;
  end(id: string): void;
  /** The events with these ids that are still stored, in order. */
  listEvents(ids: readonly number[]): StoredEvent[];
};

type Job = { analyzer: Analyzer; afterSeq: number; lastSeq: number; range: AnalysisRange; events: number };
type Row = Omit<AnalysedEvent, 'fields'> & { fields: string };

// Long enough to be efficient, short enough that a page's question does not wait noticeably.
const stepMs = 20;
const rowsAtOnce = 500;
const mostJobs = 4;

export function analysisReads(db: Database): AnalysisReads {
  const jobs = new Map<string, Job>();
  const bounds = db.prepare<[], { last: number | null }>('SELECT max(seq) AS last FROM events');
  const firstSince = db.prepare<{ sinceMs: number }, { first: number | null }>(`
    SELECT min(first) AS first FROM (
      -- Without the plus, SQLite looks for the smallest seq by walking the table from its start.
      SELECT min(+seq) AS first FROM events WHERE wall_ms >= @sinceMs
      UNION ALL
      SELECT min(first_seq) FROM event_imports WHERE imported_ms >= @sinceMs
    )`);
  const byId = db.prepare<[string], Row & { reason: string | null }>(
    `SELECT ${columns}, reason FROM events WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
  );

  function end(id: string): void {
    jobs.get(id)?.analyzer.close();
    jobs.delete(id);
  }

  return {
    start(id, range, rules) {
      // Whoever started the oldest is gone: an analysis that is waited for takes seconds.
      for (const oldest of [...jobs.keys()].slice(0, Math.max(0, jobs.size - mostJobs + 1))) end(oldest);
      const lastSeq = bounds.get()?.last ?? 0;
      const { sinceMs } = range;
      const first = sinceMs === undefined ? 1 : (firstSince.get({ sinceMs })?.first ?? lastSeq + 1);
      jobs.set(id, { analyzer: createAnalyzer(rules), afterSeq: first - 1, lastSeq, range, events: 0 });
    },
    step(id) {
      const job = jobs.get(id);
      if (job === undefined)
        throw new AppError('not-found', 'This analysis is not running any more. Start it again.');
      const page = db.prepare<[PageValues], Row>(pageSql(job.range));
      const startedMs = performance.now();
      let isOver = false;
      while (!isOver && performance.now() - startedMs < stepMs) {
        const rows = page.all({ ...job.range, afterSeq: job.afterSeq, lastSeq: job.lastSeq, rowsAtOnce });
        for (const row of rows) job.analyzer.add(eventOf(row));
        job.events += rows.length;
        job.afterSeq = rows.at(-1)?.seq ?? job.lastSeq;
        isOver = rows.length < rowsAtOnce;
      }
      if (!isOver) return { events: job.events, report: null };
      const report = job.analyzer.report();
      end(id);
      return { events: job.events, report };
    },
    end,
    listEvents: (ids) =>
      byId
        .all(JSON.stringify(ids))
        .map((row) => ({ ...row, fields: JSON.parse(row.fields) as StoredEvent['fields'] })),
  };
}

const columns = `seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction, session_id AS sessionId, target,
  connection_id AS connectionId, generation, bytes, raw, fields`;

type PageValues = AnalysisRange & { afterSeq: number; lastSeq: number; rowsAtOnce: number };

// A capture of last week that is imported now is looked at now.
const recordedOrImported = `(wall_ms >= @sinceMs OR EXISTS (
  SELECT 1 FROM event_imports WHERE imported_ms >= @sinceMs AND events.seq BETWEEN first_seq AND last_seq))`;

/** Values are bound, only fixed text is put together. */
function pageSql(range: AnalysisRange): string {
  const where = [
    'seq > @afterSeq',
    'seq <= @lastSeq',
    "kind IN ('frame', 'connection')",
    range.sessionId !== undefined && 'session_id = @sessionId',
    range.target !== undefined && 'target = @target',
    range.sinceMs !== undefined && (range.untilMs === undefined ? recordedOrImported : 'wall_ms >= @sinceMs'),
    range.untilMs !== undefined && 'wall_ms < @untilMs',
  ].filter((condition) => condition !== false);
  return `SELECT ${columns} FROM events WHERE ${where.join(' AND ')} ORDER BY seq LIMIT @rowsAtOnce`;
}

const noFields: AnalysedEvent['fields'] = {};

// The other fields repeat what the frame itself says.
const neededFields = /"(?:audioSha256|deliveries|track|keptChars)"/;

/** The row itself with its fields: a copy of each would be a million objects more. */
function eventOf(row: Row): AnalysedEvent {
  const fields = neededFields.test(row.fields)
    ? (JSON.parse(row.fields) as AnalysedEvent['fields'])
    : noFields;
  return Object.assign(row as Omit<Row, 'fields'>, { fields });
}
