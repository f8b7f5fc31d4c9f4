import type { Database } from 'better-sqlite3';
import type { StampedEvent } from '../../../../shared/events/events.ts';
import { eventWrites } from '../event-store.ts';

/** A batch of an import, and how far the import has come with it. `batch` counts from 1. */
export type ImportBatch = {
  importId: string;
  file: string;
  format: string;
  importedMs: number;
  batch: number;
  skipped: number;
  events: readonly StampedEvent[];
};

export type ImportWrites = {
  /** Stores a batch with the entry of its import, both or neither; one that was stored already is not stored again. */
  add(batch: ImportBatch): void;
};

export function importWrites(db: Database): ImportWrites {
  const events = eventWrites(db);
  const note = db.prepare<
    Omit<ImportBatch, 'batch' | 'events'> & { firstSeq: number; lastSeq: number; count: number }
  >(`
    INSERT INTO event_imports (import_id, file, format, imported_ms, first_seq, last_seq, events, skipped)
    VALUES (@importId, @file, @format, @importedMs, @firstSeq, @lastSeq, @count, @skipped)
    ON CONFLICT DO UPDATE SET last_seq = @lastSeq, events = events + @count, skipped = @skipped
      WHERE last_seq < @lastSeq`);
  const store = db.transaction(({ batch, events: rows, ...run }: ImportBatch) => {
    const firstSeq = events.insert(rows, { recorder: run.importId, batch });
    note.run({ ...run, firstSeq, lastSeq: firstSeq + rows.length - 1, count: rows.length });
  });
  return { add: (batch) => store.immediate(batch) };
}
