import type { Database } from 'better-sqlite3';

/** What one step deleted. `deleted` below the step's limit means that there is no more. */
export type PrunedStep = {
  deleted: number;
  /** Where the next step goes on: wall clock ms when pruning by age, seq when pruning by bytes. */
  reached: number;
};

export type StoreSize = {
  /** Pages in use, bytes. */
  usedBytes: number;
  /** Pages that were freed and still lie in the file, bytes. */
  freeBytes: number;
};

/** Work on the whole store in small steps: the writer does nothing else during one. */
export type RetentionWrites = {
  /** Deletes events recorded at or after `fromMs` and before `beforeMs`, oldest first. */
  pruneByAge(step: { fromMs: number; beforeMs: number; limit: number }): PrunedStep;
  /**
   * Deletes the oldest events after `afterSeq` in the order of recording; `isOfRunning` the frames that came in during
   * sessions that still run, which otherwise are not to be touched.
   */
  pruneOldest(step: { afterSeq: number; limit: number; isOfRunning: boolean }): PrunedStep;
  /** How many events retention may not touch, because a target has not got all of their session yet. */
  countHeldBack(beforeMs: number): number;
  storeSize(): StoreSize;
  /**
   * Writes the index of words anew, `pages` at a time, so that nothing of deleted events stays in it. The first step
   * of a round says so. Answers whether there is more to do.
   */
  compactWords(step: { pages: number; isFirst: boolean }): boolean;
  /** Gives freed pages back to the file system, the last first. Answers how many are left that can go. */
  giveBackPages(pages: number): number;
  /** Moves the log into the database as far as readers let it; answers whether all of it. */
  checkpoint(): boolean;
  /** Lets SQLite refresh what it knows of the indexes. */
  optimize(): void;
};

// Durability D9: nothing goes that a target has not got, nor what is being recorded.
const running = "SELECT session_id FROM sessions WHERE state IN ('starting', 'recording', 'stopping')";
const mayGo = `(session_id IS NULL OR session_id NOT IN (
  SELECT session_id FROM outbox WHERE state IN ('queued', 'sent') UNION ALL ${running}))`;

// An old recording that was imported yesterday is one day old here.
const notImportedSince = `NOT EXISTS (
  SELECT 1 FROM event_imports
  WHERE imported_ms >= @beforeMs AND events.seq BETWEEN first_seq AND last_seq)`;

export function retentionWrites(db: Database): RetentionWrites {
  const oldByAge = db.prepare<
    { fromMs: number; beforeMs: number; limit: number },
    { seq: number; wallMs: number }
  >(`
    SELECT seq, wall_ms AS wallMs FROM events
    WHERE wall_ms >= @fromMs AND wall_ms < @beforeMs AND ${mayGo} AND ${notImportedSince}
    ORDER BY wall_ms LIMIT @limit`);
  const oldest = db.prepare<{ afterSeq: number; limit: number }, { seq: number }>(`
    SELECT seq FROM events WHERE seq > @afterSeq AND ${mayGo} ORDER BY seq LIMIT @limit`);
  const oldestOfRunning = db.prepare<{ afterSeq: number; limit: number }, { seq: number }>(`
    SELECT seq FROM events WHERE seq > @afterSeq AND direction = 'in' AND session_id IN (${running})
    ORDER BY seq LIMIT @limit`);
  const heldBack = db.prepare<{ beforeMs: number }, { count: number }>(`
    SELECT count(*) AS count FROM events
    WHERE wall_ms < @beforeMs AND NOT ${mayGo} AND ${notImportedSince}`);
  const remove = db.prepare<[number]>('DELETE FROM events WHERE seq = ?');
  const removeAll = db.transaction((rows: readonly { seq: number }[]) => {
    for (const { seq } of rows) remove.run(seq);
  });
  const merge = db.prepare<[number]>("INSERT INTO event_words (event_words, rank) VALUES ('merge', ?)");
  const pragma = (name: string): number => Number(db.pragma(name, { simple: true }));

  return {
    pruneByAge(step) {
      const rows = oldByAge.all(step);
      removeAll.immediate(rows);
      return { deleted: rows.length, reached: rows.at(-1)?.wallMs ?? step.fromMs };
    },
    pruneOldest({ isOfRunning, ...step }) {
      const rows = (isOfRunning ? oldestOfRunning : oldest).all(step);
      removeAll.immediate(rows);
      return { deleted: rows.length, reached: rows.at(-1)?.seq ?? step.afterSeq };
    },
    countHeldBack: (beforeMs) => heldBack.get({ beforeMs })?.count ?? 0,
    storeSize() {
      const pageBytes = pragma('page_size');
      const freePages = pragma('freelist_count');
      return {
        usedBytes: (pragma('page_count') - freePages) * pageBytes,
        freeBytes: freePages * pageBytes,
      };
    },
    compactWords({ pages, isFirst }) {
      const changesBefore = totalChanges();
      // A negative number begins a merge of all parts into one; a positive one goes on with it.
      merge.run(isFirst ? -pages : pages);
      // The command itself is one change; FTS5's manual names this as the sign that there was nothing to do.
      return totalChanges() - changesBefore >= 2;
    },
    giveBackPages(pages) {
      const before = pragma('freelist_count');
      db.pragma(`incremental_vacuum(${pages})`);
      const left = pragma('freelist_count');
      // A file that another tool wrote anew may not be made for this: then none ever go.
      return left < before ? left : 0;
    },
    checkpoint() {
      const [row] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number; checkpointed: number }[];
      return row !== undefined && row.checkpointed >= row.log;
    },
    optimize: () => void db.pragma('optimize'),
  };

  function totalChanges(): number {
    return db.prepare<[], { n: number }>('SELECT total_changes() AS n').get()?.n ?? 0;
  }
}
