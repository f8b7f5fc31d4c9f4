import type { Database } from 'better-sqlite3';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { analysedRows } from '../../src/main/core/findings/analysed-rows.ts';
import { createAnalyzer } from '../../src/main/core/findings/analyzer.ts';
import { createMarks, type Marks } from '../../src/main/core/findings/marks/marks.ts';
import type { MarkReads, MarkWrites } from '../../src/main/core/findings/marks/mark-store.ts';
import type { Promisified } from '../../src/main/core/storage/worker-client.ts';
import { rulesSchema } from '../../src/shared/events/findings.ts';

/** Marks as a host keeps them, over stores that are asked in this process. */
export function marksOver(
  reads: { marks: Promisified<MarkReads> },
  writes: { marks: Promisified<MarkWrites> },
): Marks {
  return createMarks({
    clock: createSystemClock(),
    reads: reads.marks,
    writes: writes.marks,
    onProblem(error) {
      throw error;
    },
  });
}

/** "mark seq" of all that is stored. */
export function storedMarks(db: Database): string[] {
  return db
    .prepare<[], string>("SELECT mark || ' ' || event_seq FROM event_marks ORDER BY event_seq, mark")
    .pluck()
    .all();
}

/** The same as one analysis of the whole store says. */
export function marksOfWhole(db: Database): string[] {
  const marks = new Set<string>();
  const analyzer = createAnalyzer(rulesSchema.parse({}), {
    mark: (name, seq) => void marks.add(`${name} ${seq}`),
    unmark: (name, seq) => void marks.delete(`${name} ${seq}`),
  });
  const rows = analysedRows(db, {});
  for (let afterSeq = 0, isLast = false; !isLast;) {
    const page = rows.after(afterSeq, Number.MAX_SAFE_INTEGER);
    for (const event of page.events) analyzer.add(event);
    afterSeq = page.lastSeq;
    ({ isLast } = page);
  }
  analyzer.close();
  const place = (mark: string): number => Number(mark.split(' ')[1]);
  return [...marks].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}
