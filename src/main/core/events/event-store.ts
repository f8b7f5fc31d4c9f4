import type { Database } from 'better-sqlite3';
import {
  eventFilterSchema,
  type EventFilter,
  type StampedEvent,
  type StoredEvent,
} from '../../../shared/events.ts';

/** Batches of one recorder count up from 1. */
export type BatchId = { recorder: string; batch: number };

export type EventWrites = {
  /**
   * Stores a batch, all of it or nothing. Answers the first event's seq; the others follow without a hole.
   * `batch` has at least one event. A batch that was stored already, by its id, is not stored again.
   */
  insertEvents(batch: readonly StampedEvent[], id?: BatchId): number;
  /** Gives the space back to the file system, too. */
  deleteEventsOfSession(sessionId: string): void;
};

// A recorder that has stored nothing for a day is gone.
const batchMemoryMs = 86_400_000;

export function eventWrites(db: Database): EventWrites {
  const insert = db.prepare<Omit<StampedEvent, 'fields'> & { fields: string }>(`
    INSERT INTO events
      (wall_ms, mono_ms, kind, type, direction, session_id, target, connection_id, generation, bytes, raw,
       fields, reason)
    VALUES
      (@wallMs, @monoMs, @kind, @type, @direction, @sessionId, @target, @connectionId, @generation, @bytes, @raw,
       @fields, @reason)`);
  const findBatch = db.prepare<[string], { batch: number; firstSeq: number }>(
    'SELECT batch, first_seq AS firstSeq FROM event_batches WHERE recorder = ?',
  );
  const noteBatch = db.prepare<[string, number, number, number]>(
    'INSERT OR REPLACE INTO event_batches (recorder, batch, first_seq, stored_ms) VALUES (?, ?, ?, ?)',
  );
  const forgetOldBatches = db.prepare<[number]>('DELETE FROM event_batches WHERE stored_ms < ?');
  const insertAll = db.transaction((batch: readonly StampedEvent[], id: BatchId | undefined) => {
    const stored = id === undefined ? undefined : findBatch.get(id.recorder);
    if (stored !== undefined && stored.batch === id?.batch) return stored.firstSeq;
    let lastSeq = 0;
    for (const event of batch) {
      const row = insert.run({ ...event, fields: JSON.stringify(event.fields) });
      lastSeq = Number(row.lastInsertRowid);
    }
    const firstSeq = lastSeq - batch.length + 1;
    if (id === undefined) return firstSeq;
    const nowMs = batch.at(-1)?.wallMs ?? 0;
    if (stored === undefined) forgetOldBatches.run(nowMs - batchMemoryMs);
    noteBatch.run(id.recorder, id.batch, firstSeq, nowMs);
    return firstSeq;
  });
  const deleteOfSession = db.prepare<[string]>('DELETE FROM events WHERE session_id = ?');

  return {
    insertEvents: (batch, id) => insertAll.immediate(batch, id),
    deleteEventsOfSession(sessionId) {
      deleteOfSession.run(sessionId);
      db.pragma('incremental_vacuum');
    },
  };
}

export type EventReads = {
  /**
   * Newest first, for lists that page back with `beforeSeq`. With `afterSeq` oldest first, for following
   * what is new. Pages never overlap or skip, whatever is recorded meanwhile.
   */
  listEvents(filter: EventFilter): StoredEvent[];
  countEventsByType(sessionId: string): Record<string, number>;
  countEvents(): number;
};

type EventRow = Omit<StoredEvent, 'fields'> & { fields: string };

export function eventReads(db: Database): EventReads {
  const countByType = db.prepare<[string], { type: string; count: number }>(
    'SELECT type, count(*) AS count FROM events WHERE session_id = ? GROUP BY type ORDER BY type',
  );
  const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM events');

  return {
    listEvents(filter) {
      const { sql, values } = selectEvents(filter);
      return db
        .prepare<[typeof values], EventRow>(sql)
        .all(values)
        .map((row) => ({ ...row, fields: JSON.parse(row.fields) as Record<string, unknown> }));
    },
    countEventsByType: (sessionId) =>
      Object.fromEntries(countByType.all(sessionId).map(({ type, count }) => [type, count])),
    countEvents: () => count.get()?.count ?? 0,
  };
}

/** The statement for a filter: values are bound, only fixed text is put together. */
export function selectEvents(filter: EventFilter): { sql: string; values: Record<string, string | number> } {
  const { limit, ...conditions } = eventFilterSchema.parse(filter);
  const where: string[] = [];
  const values: Record<string, string | number> = { limit };
  for (const [name, value] of Object.entries(conditions)) {
    if (value === undefined) continue;
    where.push(conditionSql[name as keyof typeof conditionSql]);
    values[name] = value;
  }
  return {
    sql: `
      SELECT seq, wall_ms AS wallMs, mono_ms AS monoMs, kind, type, direction, session_id AS sessionId, target,
        connection_id AS connectionId, generation, bytes, raw, fields, reason
      FROM events
      ${where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`}
      ORDER BY seq ${filter.afterSeq === undefined ? 'DESC' : 'ASC'}
      LIMIT @limit`,
    values,
  };
}

const conditionSql = {
  sessionId: 'session_id = @sessionId',
  type: 'type = @type',
  kind: 'kind = @kind',
  direction: 'direction = @direction',
  // The clock may jump, so time is no order. Its index tells where to begin, and the walk goes by seq.
  // Without the plus, SQLite looks for the smallest seq by walking the table from its start.
  sinceMs: 'wall_ms >= @sinceMs AND seq >= (SELECT min(+seq) FROM events WHERE wall_ms >= @sinceMs)',
  beforeSeq: 'seq < @beforeSeq',
  afterSeq: 'seq > @afterSeq',
} as const;
