import type { Database } from 'better-sqlite3';
import type { Cause, EventMarks, MarkProgress, Verdict } from '../../../../shared/events/causes.ts';
import { causes, verdicts } from '../../../../shared/events/event-names.ts';
import { createMarker, type MarkChange, type MarkStep } from './marker.ts';

export type MarkReads = {
  /** By which rules the stored marks were made, and how far they reach. */
  markProgress(): MarkProgress & { rulesVersion: number };
  /**
   * Works out what is said of some more events after `afterSeq`, up to which all is stored or about to be. A thread that
   * was not there before looks back first at what the rules need, so `reachedSeq` may stay for some steps. Between two
   * steps the thread answers other questions.
   */
  step(afterSeq: number): MarkStep;
  /** Gives the memory back that the rules take. */
  forget(): void;
  of(seqs: readonly number[]): EventMarks[];
};

export function markReads(db: Database): MarkReads {
  const find = db.prepare<[string, string], { mark: string; seq: number }>(`
    SELECT mark, event_seq AS seq FROM event_marks
    WHERE mark IN (SELECT value FROM json_each(?)) AND event_seq IN (SELECT value FROM json_each(?))`);
  const progress = db.prepare<[], MarkProgress & { rulesVersion: number }>(`
    SELECT rules_version AS rulesVersion, marked_seq AS markedSeq,
      coalesce((SELECT min(seq) FROM events), 0) AS firstSeq, coalesce((SELECT max(seq) FROM events), 0) AS lastSeq
    FROM event_mark_progress`);
  const marker = createMarker(db);

  return {
    markProgress: () => progress.get() ?? { rulesVersion: 0, markedSeq: 0, firstSeq: 0, lastSeq: 0 },
    step: (afterSeq) => marker.step(afterSeq),
    forget: () => marker.forget(),
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

export type MarkWrites = {
  /**
   * Makes room for marks by these rules: takes away at most `limit` that were made by others. True once none is left.
   */
  beginMarks(step: { rulesVersion: number; limit: number }): boolean;
  /**
   * Stores what is said of the events after `fromSeq` up to `toSeq`, all of it or nothing: false, and nothing is stored,
   * where the stored marks do not end at `fromSeq`, because another process is at it.
   */
  storeMarks(part: {
    rulesVersion: number;
    fromSeq: number;
    toSeq: number;
    changes: readonly MarkChange[];
  }): boolean;
};

export function markWrites(db: Database): MarkWrites {
  const version = db.prepare<[], { rulesVersion: number }>(
    'SELECT rules_version AS rulesVersion FROM event_mark_progress',
  );
  const begin = db.prepare<[number]>('UPDATE event_mark_progress SET rules_version = ?, marked_seq = 0');
  const clear = db.prepare<[number]>(`
    DELETE FROM event_marks WHERE (mark, event_seq) IN (SELECT mark, event_seq FROM event_marks LIMIT ?)`);
  const advance = db.prepare<{ rulesVersion: number; fromSeq: number; toSeq: number }>(`
    UPDATE event_mark_progress SET marked_seq = @toSeq
    WHERE rules_version = @rulesVersion AND marked_seq = @fromSeq`);
  // An event that was deleted meanwhile gets none.
  const add = db.prepare<[string, number]>(`
    INSERT OR IGNORE INTO event_marks (mark, event_seq, at_ms) SELECT ?, seq, wall_ms FROM events WHERE seq = ?`);
  const remove = db.prepare<[string, number]>('DELETE FROM event_marks WHERE mark = ? AND event_seq = ?');

  const beginSome = db.transaction((rulesVersion: number, limit: number) => {
    if (version.get()?.rulesVersion === rulesVersion) return true;
    // Half of the old ones must not pass for whole when this is cut off.
    begin.run(noRules);
    if (clear.run(limit).changes === limit) return false;
    begin.run(rulesVersion);
    return true;
  });
  const store = db.transaction(({ changes, ...part }: Parameters<MarkWrites['storeMarks']>[0]) => {
    if (advance.run(part).changes === 0) return false;
    for (const [mark, seq, isSaid] of changes) (isSaid ? add : remove).run(mark, seq);
    return true;
  });

  return {
    beginMarks: ({ rulesVersion, limit }) => beginSome.immediate(rulesVersion, limit),
    storeMarks: (part) => store.immediate(part),
  };
}

const noRules = 0;
