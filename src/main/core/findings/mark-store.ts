import type { Database } from 'better-sqlite3';
import {
  causes,
  verdicts,
  type Cause,
  type EventMarks,
  type Verdict,
} from '../../../shared/events/causes.ts';
import { rulesSchema } from '../../../shared/events/findings.ts';
import { createAnalyzer } from './analyzer.ts';
import { analysedRows } from './analysed-rows.ts';

/**
 * What the analysis says of each event, so that lists can choose by it. The marks are a temporary table of the reader
 * thread's connection, gone with it: they follow from the events, and nothing of them needs to be erased.
 */
export type MarkReads = {
  /** Marks some more of what is stored. Between two steps the thread answers other questions. */
  step(): { isOver: boolean; markedSeq: number; lastSeq: number };
  of(seqs: readonly number[]): EventMarks[];
};

// Long enough to be efficient, short enough that a page's question does not wait noticeably.
const stepMs = 20;

export function markReads(db: Database): MarkReads {
  db.exec(`CREATE TEMP TABLE IF NOT EXISTS event_marks (
    mark TEXT NOT NULL, event_seq INTEGER NOT NULL, PRIMARY KEY (mark, event_seq)
  ) STRICT, WITHOUT ROWID`);
  const add = db.prepare<[string, number]>('INSERT OR IGNORE INTO temp.event_marks VALUES (?, ?)');
  const remove = db.prepare<[string, number]>(
    'DELETE FROM temp.event_marks WHERE mark = ? AND event_seq = ?',
  );
  const find = db.prepare<[string, string], { mark: string; seq: number }>(`
    SELECT mark, event_seq AS seq FROM temp.event_marks
    WHERE mark IN (SELECT value FROM json_each(?)) AND event_seq IN (SELECT value FROM json_each(?))`);
  const newest = db.prepare<[], { last: number | null }>('SELECT max(seq) AS last FROM events');
  const rows = analysedRows(db, {});
  const analyzer = createAnalyzer(rulesSchema.parse({}), {
    mark: (name, seq) => void add.run(name, seq),
    unmark: (name, seq) => void remove.run(name, seq),
  });
  let markedSeq = 0;

  const markSome = db.transaction((lastSeq: number) => {
    const startedMs = performance.now();
    while (performance.now() - startedMs < stepMs) {
      const page = rows.after(markedSeq, lastSeq);
      for (const event of page.events) analyzer.add(event);
      markedSeq = page.lastSeq;
      if (page.isLast) return true;
    }
    return false;
  });

  return {
    step() {
      const lastSeq = newest.get()?.last ?? 0;
      const isOver = lastSeq <= markedSeq || markSome(lastSeq);
      return { isOver, markedSeq, lastSeq };
    },
    of(seqs) {
      const found = find.all(JSON.stringify([...verdicts, ...causes]), JSON.stringify(seqs));
      const marks = new Map<number, EventMarks>();
      for (const { mark, seq } of found) {
        const known = marks.get(seq) ?? { seq, verdicts: [], causes: [] };
        marks.set(seq, known);
        if (isVerdict(mark)) known.verdicts.push(mark);
        else known.causes.push(mark as Cause);
      }
      return [...marks.values()];
    },
  };
}

const isVerdict = (mark: string): mark is Verdict => verdicts.some((verdict) => verdict === mark);
