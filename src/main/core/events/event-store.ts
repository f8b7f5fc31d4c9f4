import type { Database } from 'better-sqlite3';
import { eventWords } from '../../../shared/events/event-words.ts';
import { usualListLength } from '../../../shared/events/event-names.ts';
import type {
  EventConditions,
  EventCount,
  EventFilter,
  EventImport,
  EventSession,
  Histogram,
  StampedEvent,
  StoredEvent,
} from '../../../shared/events/events.ts';
import { frameBytes } from '../../../shared/protocol/frame-bytes.ts';
import { barsOf } from './histogram-bars.ts';
import {
  isTimeOnly,
  selectBars,
  selectCountInTime,
  selectEvents,
  whereOf,
  type MatchingEvents,
} from './event-query.ts';

/** Batches of one recorder count up from 1. */
export type BatchId = { recorder: string; batch: number };

export type EventWrites = {
  /**
   * Stores a batch, all of it or nothing. Answers the first event's seq; the others follow without a hole.
   * `batch` has at least one event. A batch that was stored already, by its id, is not stored again.
   */
  insert(batch: readonly StampedEvent[], id?: BatchId): number;
  /**
   * Deletes at most `limit` events of a session, oldest first, and answers how many. Few at a time, because the
   * writer does nothing else meanwhile.
   */
  deleteOfSession(sessionId: string, limit: number): number;
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
  const index = db.prepare<[number, string]>('INSERT INTO event_words (rowid, words) VALUES (?, ?)');
  const insertAll = db.transaction((batch: readonly StampedEvent[], id: BatchId | undefined) => {
    const stored = id === undefined ? undefined : findBatch.get(id.recorder);
    if (stored !== undefined && stored.batch === id?.batch) return stored.firstSeq;
    let lastSeq = 0;
    for (const event of batch) {
      const row = { ...event, fields: JSON.stringify(event.fields) };
      lastSeq = Number(insert.run(row).lastInsertRowid);
      index.run(lastSeq, eventWords(row));
    }
    const firstSeq = lastSeq - batch.length + 1;
    if (id === undefined) return firstSeq;
    const nowMs = batch.at(-1)?.wallMs ?? 0;
    if (stored === undefined) forgetOldBatches.run(nowMs - batchMemoryMs);
    noteBatch.run(id.recorder, id.batch, firstSeq, nowMs);
    return firstSeq;
  });
  const deleteOfSession = db.prepare<[string, number]>(
    'DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE session_id = ? ORDER BY seq LIMIT ?)',
  );
  const forgetBatch = db.prepare<[string]>('DELETE FROM event_batches WHERE recorder = ?');
  const forgetImport = db.prepare<[string]>('DELETE FROM event_imports WHERE import_id = ?');

  return {
    insert: (batch, id) => insertAll.immediate(batch, id),
    deleteOfSession(sessionId, limit) {
      const deleted = deleteOfSession.run(sessionId, limit).changes;
      if (deleted < limit) {
        forgetImport.run(sessionId);
        // An import is its own recorder.
        forgetBatch.run(sessionId);
      }
      return deleted;
    },
  };
}

export type EventReads = {
  /**
   * Newest first, for lists that page back with `beforeSeq`. With `afterSeq` oldest first, for following
   * what is new. Pages never overlap or skip, whatever is recorded meanwhile.
   */
  list(filter: EventFilter): StoredEvent[];
  /** How many events match, and the range that they lie in. Reads an index where there is one, else every event. */
  countMatching(conditions: EventConditions): EventCount;
  /** When the events that match were recorded. Reads an index where there is one, else every event. */
  histogram(conditions: EventConditions, bars: number): Histogram;
  /** Every target that events name, in alphabetical order. */
  listTargets(): string[];
  /** Every type there is, in alphabetical order. */
  listTypes(): string[];
  /** Every session that has events, those with the newest first, with its title or the file it was imported from. */
  listSessions(): EventSession[];
  listImports(): EventImport[];
  countByType(sessionId: string): Record<string, number>;
  /** What the frames of a session take on the wire where nothing is compressed; pings and handshakes are no frames. */
  wireBytes(sessionId: string): { out: number; in: number };
  countAll(): number;
};

type TimeRange = { firstMs: number | null; lastMs: number | null };
type EventRow = Omit<StoredEvent, 'fields'> & { fields: string };

// So many rows take as long to look up as a million entries of an index to walk over.
const manyOfType = 20_000;

export function eventReads(db: Database): EventReads {
  const countByType = db.prepare<[string], { type: string; count: number }>(
    'SELECT type, count(*) AS count FROM events WHERE session_id = ? GROUP BY type ORDER BY type',
  );
  const frameSizes = db.prepare<[string], { direction: 'in' | 'out'; bytes: number; frames: number }>(`
    SELECT direction, bytes, count(*) AS frames FROM events
    WHERE session_id = ? AND kind = 'frame' AND direction IS NOT NULL AND bytes IS NOT NULL
    GROUP BY direction, bytes`);
  const count = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM events');
  // One look into an index for each value, instead of a walk over all rows.
  const types = db.prepare<[], { type: string }>(`
    WITH RECURSIVE known (type) AS (
      SELECT min(type) FROM events
      UNION ALL
      SELECT (SELECT min(type) FROM events WHERE type > known.type) FROM known WHERE known.type IS NOT NULL
    )
    SELECT type FROM known WHERE type IS NOT NULL`);
  const targets = db.prepare<[], { target: string }>(`
    WITH RECURSIVE known (target) AS (
      SELECT min(target) FROM events WHERE target IS NOT NULL
      UNION ALL
      SELECT (SELECT min(target) FROM events WHERE target > known.target) FROM known WHERE known.target IS NOT NULL
    )
    SELECT target FROM known WHERE target IS NOT NULL`);
  const sessions = db.prepare<[], EventSession>(`
    WITH RECURSIVE known (id) AS (
      SELECT min(session_id) FROM events
      UNION ALL
      SELECT (SELECT min(session_id) FROM events WHERE session_id > known.id) FROM known WHERE known.id IS NOT NULL
    )
    SELECT id AS sessionId, coalesce(sessions.title, event_imports.file) AS title,
      (SELECT max(seq) FROM events WHERE session_id = id) AS newestSeq
    FROM known
      LEFT JOIN sessions ON sessions.session_id = id
      LEFT JOIN event_imports ON event_imports.import_id = id
    WHERE id IS NOT NULL
    ORDER BY newestSeq DESC`);
  const imports = db.prepare<[], EventImport>(`
    SELECT import_id AS importId, file, format, imported_ms AS importedMs, first_seq AS firstSeq,
      last_seq AS lastSeq, events, skipped
    FROM event_imports ORDER BY imported_ms DESC, import_id DESC`);

  // SQLite adds up what its pages say they hold; in one question with the range it would walk over all of them.
  const rangeOfAll = db.prepare<[], Omit<EventCount, 'total'>>(
    'SELECT (SELECT min(seq) FROM events) AS oldestSeq, (SELECT max(seq) FROM events) AS newestSeq',
  );
  const countInTime = db.prepare<{ sinceMs: number; untilMs: number }, EventCount>(`
    SELECT count(*) AS total, min(+seq) AS oldestSeq, max(+seq) AS newestSeq
    FROM events WHERE wall_ms >= @sinceMs AND wall_ms < @untilMs`);
  const timesOfSession = db.prepare<[string], TimeRange>(
    'SELECT min(wall_ms) AS firstMs, max(wall_ms) AS lastMs FROM events WHERE session_id = ?',
  );
  // Each from one end of the index; both in one question would walk all of it.
  const times = db.prepare<[], TimeRange>(
    'SELECT (SELECT min(wall_ms) FROM events) AS firstMs, (SELECT max(wall_ms) FROM events) AS lastMs',
  );
  const knownWord = db.prepare<[string], { found: number }>(
    'SELECT 1 AS found FROM event_words WHERE event_words MATCH ? LIMIT 1',
  );
  const ofType = db.prepare<[string, number], { count: number }>(
    'SELECT count(*) AS count FROM (SELECT 1 FROM events WHERE type = ? LIMIT ?)',
  );
  const isFrequent = (type: string): boolean => ofType.get(type, manyOfType)?.count === manyOfType;
  const isKnown = (query: string): boolean => knownWord.get(query) !== undefined;

  /** Counts within the times that are asked for, between two others, in the index of times; `null` where it cannot tell. */
  function counterOf(conditions: EventConditions): ((fromMs: number, untilMs: number) => number) | null {
    const selected = selectCountInTime(conditions);
    if (selected === null) return null;
    const { sinceMs = -Number.MAX_VALUE, untilMs = Number.MAX_VALUE } = conditions;
    const statement = db.prepare<[Record<string, string | number>], { count: number }>(selected.sql);
    return (from, until) => {
      const between = { fromMs: Math.max(sinceMs, from), untilMs: Math.min(untilMs, until) };
      return statement.get({ ...selected.values, ...between })?.count ?? 0;
    };
  }

  /** The first and the last that match, looked for from either end. */
  function rangeOf({ from, seq, where, values }: MatchingEvents): Omit<EventCount, 'total'> {
    const end = (order: 'ASC' | 'DESC'): number | null =>
      db
        .prepare<[typeof values], { seq: number }>(
          `SELECT ${seq} AS seq FROM ${from} ${where} ORDER BY ${seq} ${order} LIMIT 1`,
        )
        .get(values)?.seq ?? null;
    return { oldestSeq: end('ASC'), newestSeq: end('DESC') };
  }

  return {
    list(filter) {
      const selected = selectEvents({ ...filter, limit: filter.limit ?? usualListLength }, isKnown);
      if (selected === null) return [];
      const { sql, values } = selected;
      return db
        .prepare<[typeof values], EventRow>(sql)
        .all(values)
        .map((row) => ({ ...row, fields: parseFields(row.fields) }));
    },
    wireBytes(sessionId) {
      const total = { out: 0, in: 0 };
      for (const { direction, bytes, frames } of frameSizes.iterate(sessionId)) {
        total[direction] += frames * frameBytes(bytes, direction === 'out' ? 'client' : 'server');
      }
      return total;
    },
    countByType: (sessionId) =>
      Object.fromEntries(countByType.all(sessionId).map(({ type, count }) => [type, count])),
    countAll: () => count.get()?.count ?? 0,
    countMatching(conditions) {
      const none = { total: 0, oldestSeq: null, newestSeq: null };
      const { sinceMs, untilMs } = conditions;
      if (isTimeOnly(conditions)) {
        if (sinceMs === undefined && untilMs === undefined)
          return { total: count.get()?.count ?? 0, ...(rangeOfAll.get() ?? none) };
        const range = { sinceMs: sinceMs ?? -Number.MAX_VALUE, untilMs: untilMs ?? Number.MAX_VALUE };
        return countInTime.get(range) ?? none;
      }
      const matching = whereOf(conditions, isKnown);
      if (matching === null) return none;
      const total = counterOf(conditions)?.(-Number.MAX_VALUE, Number.MAX_VALUE);
      if (total !== undefined) return total === 0 ? none : { total, ...rangeOf(matching) };
      const { countFrom, seq, where, values } = matching;
      const sql = `SELECT count(*) AS total, min(${seq}) AS oldestSeq, max(${seq}) AS newestSeq FROM ${countFrom} ${where}`;
      return db.prepare<[typeof values], EventCount>(sql).get(values) ?? none;
    },
    histogram(conditions, bars) {
      const { sessionId, sinceMs, untilMs } = conditions;
      const { firstMs, lastMs } =
        (sessionId === undefined ? times.get() : timesOfSession.get(sessionId)) ?? {};
      const range = barsOf({
        fromMs: Math.max(sinceMs ?? Number.NEGATIVE_INFINITY, firstMs ?? Number.POSITIVE_INFINITY),
        untilMs: Math.min(untilMs ?? Number.POSITIVE_INFINITY, (lastMs ?? Number.NEGATIVE_INFINITY) + 1),
        bars,
      });
      const countBetween = counterOf(conditions);
      if (range !== null && countBetween !== null) {
        // Bar by bar: grouping a million times sorts them first, which takes five times as long.
        const { fromMs, stepMs, bars: length } = range;
        const counts = Array.from({ length }, (_none, bar) =>
          countBetween(fromMs + bar * stepMs, fromMs + (bar + 1) * stepMs),
        );
        return { fromMs, stepMs, counts };
      }
      const selected = range === null ? null : selectBars(conditions, isKnown, range, isFrequent);
      if (range === null || selected === null) return { fromMs: 0, stepMs: 1, counts: [] };
      const { sql, values } = selected;
      const counts = Array.from({ length: range.bars }, () => 0);
      for (const { bar, count: n } of db
        .prepare<[typeof values], { bar: number; count: number }>(sql)
        .all(values))
        counts[bar] = n;
      return { fromMs: range.fromMs, stepMs: range.stepMs, counts };
    },
    listTargets: () => targets.all().map(({ target }) => target),
    listTypes: () => types.all().map(({ type }) => type),
    listSessions: () => sessions.all(),
    listImports: () => imports.all(),
  };
}

/** One row whose bytes were damaged on the disk must not hide all others. */
function parseFields(json: string): Record<string, unknown> {
  try {
    return JSON.parse(json) as Record<string, unknown>;
  } catch {
    return { damaged: json };
  }
}
