import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { AnalysisRange, AnalysisReport, AnalysisRules } from '../../../shared/events/findings.ts';
import { analysedColumns, analysedRows, type AnalysedRows } from './analysed-rows.ts';
import { createAnalyzer, type Analyzer } from './analyzer.ts';
import { sentence } from '../../../shared/words/all-words.ts';

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

type Job = { analyzer: Analyzer; rows: AnalysedRows; afterSeq: number; lastSeq: number; events: number };
type Row = Omit<StoredEvent, 'fields'> & { fields: string };

// Long enough to be efficient, short enough that a page's question does not wait noticeably.
const stepMs = 20;
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
  const byId = db.prepare<[string], Row>(
    `SELECT ${analysedColumns}, reason FROM events WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq`,
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
      jobs.set(id, {
        analyzer: createAnalyzer(rules),
        rows: analysedRows(db, range),
        afterSeq: first - 1,
        lastSeq,
        events: 0,
      });
    },
    step(id) {
      const job = jobs.get(id);
      if (job === undefined) throw new AppError('not-found', sentence('events.analysis-ended'));
      const startedMs = performance.now();
      let isOver = false;
      while (!isOver && performance.now() - startedMs < stepMs) {
        const page = job.rows.after(job.afterSeq, job.lastSeq);
        for (const event of page.events) job.analyzer.add(event);
        job.events += page.events.length;
        job.afterSeq = page.lastSeq;
        isOver = page.isLast;
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
