import type { Database } from 'better-sqlite3';
import type { EventImport, StampedEvent } from '../../../../shared/events/events.ts';
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

/** What tells one event from all others: both clocks, its type and its size. */
export type EventStamp = Pick<
  StampedEvent,
  'wallMs' | 'monoMs' | 'type' | 'direction' | 'connectionId' | 'bytes'
>;

/** An import, and where its first event was put. */
export type EarlierImport = EventImport & { firstStored: EventStamp & { sessionId: string | null } };

export type ImportReads = {
  /** Which of these are stored, with an order number up to `upToSeq` where that is given. */
  areStored(stamps: readonly EventStamp[], upToSeq: number | null): boolean[];
  /** The import of a file with this content, or one that began with these events and brought so many; the newest. */
  importOf(file: { hash: string; first: readonly EventStamp[]; events: number }): EarlierImport | null;
  lastSeq(): number;
};

export type ImportWrites = {
  /** Stores a batch with the entry of its import, both or neither; one that was stored already is not stored again. */
  add(batch: ImportBatch): void;
  /** The file was read to its end: it is known again by its content from now on. */
  finish(importId: string, hash: string): void;
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
  const finish = db.prepare<[string, string]>(
    'UPDATE event_imports SET content_hash = ? WHERE import_id = ?',
  );
  return {
    add: (batch) => store.immediate(batch),
    finish: (importId, hash) => void finish.run(hash, importId),
  };
}

export function importReads(db: Database): ImportReads {
  const stored = db.prepare<EventStamp & { upToSeq: number | null }, { found: number }>(`
    SELECT 1 AS found FROM events
    WHERE wall_ms = @wallMs AND mono_ms = @monoMs AND type = @type AND direction IS @direction
      AND connection_id IS @connectionId AND bytes IS @bytes AND (@upToSeq IS NULL OR seq <= @upToSeq)
    LIMIT 1`);
  const columns = `import_id AS importId, file, format, imported_ms AS importedMs, first_seq AS firstSeq,
      last_seq AS lastSeq, events, skipped`;
  const sameContent = db.prepare<[string], EventImport>(
    `SELECT ${columns} FROM event_imports WHERE content_hash = ? ORDER BY imported_ms DESC`,
  );
  const alike = db.prepare<[number], EventImport>(
    `SELECT ${columns} FROM event_imports WHERE events = ? ORDER BY imported_ms DESC`,
  );
  const begin = db.prepare<[number, number, number], EarlierImport['firstStored']>(`
    SELECT session_id AS sessionId, wall_ms AS wallMs, mono_ms AS monoMs, type, direction, connection_id AS connectionId, bytes
    FROM events WHERE seq >= ? AND seq <= ? ORDER BY seq LIMIT ?`);
  const last = db.prepare<[], { seq: number | null }>('SELECT max(seq) AS seq FROM events');

  return {
    areStored: (stamps, upToSeq) => stamps.map((stamp) => stored.get({ ...stamp, upToSeq }) !== undefined),
    importOf({ hash, first, events }) {
      for (const one of sameContent.all(hash)) {
        const [firstStored] = begin.all(one.firstSeq, one.lastSeq, 1);
        if (firstStored !== undefined) return { ...one, firstStored };
      }
      if (first.length === 0) return null;
      const isSame = (one: EventStamp | undefined, other: EventStamp): boolean =>
        one?.monoMs === other.monoMs &&
        one.type === other.type &&
        one.direction === other.direction &&
        one.connectionId === other.connectionId &&
        one.bytes === other.bytes;
      for (const one of alike.all(events)) {
        const there = begin.all(one.firstSeq, one.lastSeq, first.length);
        const [firstStored] = there;
        if (firstStored === undefined || there.length < first.length) continue;
        if (first.every((stamp, place) => isSame(there[place], stamp))) return { ...one, firstStored };
      }
      return null;
    },
    lastSeq: () => last.get()?.seq ?? 0,
  };
}
