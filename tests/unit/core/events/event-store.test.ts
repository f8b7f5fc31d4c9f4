import type { Database } from 'better-sqlite3';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { selectCountInTime, selectEvents } from '../../../../src/main/core/events/event-query.ts';
import { eventReads, eventWrites } from '../../../../src/main/core/events/event-store.ts';
import { migrate } from '../../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../../src/main/core/database/open-database.ts';
import {
  eventFilterSchema,
  type EventConditions,
  type EventFilter,
  type StampedEvent,
  type StoredEvent,
} from '../../../../src/shared/events/events.ts';
import { storedFrame, storedGap } from '../../../support/event-database.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

async function openStore() {
  const db = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  migrate(db, migrations);
  return { db, ...eventWrites(db), ...eventReads(db) };
}

function seqs(events: readonly StoredEvent[]): number[] {
  return events.map(({ seq }) => seq);
}

test('gives back every field as it was stored', async () => {
  const store = await openStore();
  const full = storedFrame();
  const bare = storedGap('unplugged');
  const firstSeq = store.insert([full, bare]);
  expect(store.list({ afterSeq: 0 })).toEqual([
    { seq: firstSeq, ...full },
    { seq: firstSeq + 1, ...bare },
  ]);
});

test('numbers a batch without holes and never uses a number twice', async () => {
  const store = await openStore();
  expect(store.insert([storedFrame(), storedFrame(), storedFrame()])).toBe(1);
  store.deleteOfSession('s1', 100);
  expect(store.insert([storedFrame(), storedFrame()])).toBe(4);
  expect(seqs(store.list({}))).toEqual([5, 4]);
});

test('stores all of a batch or nothing', async () => {
  const store = await openStore();
  const broken = { ...storedFrame(), type: null } as unknown as StampedEvent;
  expect(() => store.insert([storedFrame(), broken])).toThrow('NOT NULL');
  expect(store.countAll()).toBe(0);
});

test('deletes the events of one session only', async () => {
  const store = await openStore();
  store.insert([storedFrame(), storedFrame({ sessionId: 's2' }), storedFrame({ sessionId: null })]);
  store.deleteOfSession('s1', 100);
  expect(store.list({ afterSeq: 0 }).map(({ sessionId }) => sessionId)).toEqual(['s2', null]);
});

test('lists the newest first, pages back without overlap while more is recorded, and follows in order', async () => {
  const store = await openStore();
  store.insert(Array.from({ length: 5 }, () => storedFrame()));
  expect(seqs(store.list({ limit: 2 }))).toEqual([5, 4]);
  store.insert([storedFrame(), storedFrame()]);
  expect(seqs(store.list({ limit: 2, beforeSeq: 4 }))).toEqual([3, 2]);
  expect(seqs(store.list({ limit: 2, beforeSeq: 2 }))).toEqual([1]);
  expect(seqs(store.list({ limit: 3, afterSeq: 3 }))).toEqual([4, 5, 6]);
  expect(seqs(store.list({ afterSeq: 2, beforeSeq: 5 }))).toEqual([3, 4]);
});

test('filters by each field and by all together', async () => {
  const store = await openStore();
  store.insert([
    storedFrame(),
    storedFrame({ sessionId: 's2' }),
    storedFrame({ type: 'HANDSHAKE' }),
    storedFrame({ kind: 'connection' }),
    storedFrame({ direction: 'in' }),
    storedFrame({ wallMs: 5 }),
  ]);
  store.insert([storedFrame({ target: 'ec2' }), storedFrame({ connectionId: 'c2' })]);
  const found = (filter: EventFilter): number[] => seqs(store.list({ afterSeq: 0, ...filter }));
  expect(found({ target: 'ec2' })).toEqual([7]);
  expect(found({ connectionId: 'c2' })).toEqual([8]);
  expect(found({ kind: 'frame', target: 'ec2' })).toEqual([7]);
  expect(found({ untilMs: 6 })).toEqual([6]);
  expect(found({ sinceMs: 5, untilMs: 6 })).toEqual([6]);
  expect(found({ untilMs: 5 })).toEqual([]);
  expect(found({ sessionId: 's2' })).toEqual([2]);
  expect(found({ type: 'HANDSHAKE' })).toEqual([3]);
  expect(found({ kind: 'connection' })).toEqual([4]);
  expect(found({ direction: 'in' })).toEqual([5]);
  expect(found({ sinceMs: 6 })).toEqual([1, 2, 3, 4, 5, 7, 8]);
  expect(found({ sinceMs: 1_700_000_000_001 })).toEqual([]);
  expect(
    found({ sessionId: 's1', type: 'AUDIO_CHUNK', kind: 'frame', direction: 'out', sinceMs: 6 }),
  ).toEqual([1, 7, 8]);
});

test('tells what there is to filter by, and counts what matches', async () => {
  const store = await openStore();
  expect(store.listTypes()).toEqual([]);
  expect(store.listSessions()).toEqual([]);
  store.insert([
    storedFrame(),
    storedFrame({ sessionId: 's2', type: 'HANDSHAKE' }),
    storedFrame({ sessionId: null, kind: 'gap', type: 'capture.gap' }),
    storedFrame({ type: 'HANDSHAKE' }),
  ]);
  expect(store.listTypes()).toEqual(['AUDIO_CHUNK', 'HANDSHAKE', 'capture.gap']);
  expect(store.listSessions().map(({ sessionId, newestSeq }) => [sessionId, newestSeq])).toEqual([
    ['s1', 4],
    ['s2', 2],
  ]);
  expect(store.countMatching({})).toEqual({ total: 4, oldestSeq: 1, newestSeq: 4 });
  expect(store.countMatching({ type: 'HANDSHAKE' })).toEqual({ total: 2, oldestSeq: 2, newestSeq: 4 });
  expect(store.countMatching({ kind: 'gap', direction: 'in' })).toEqual({
    total: 0,
    oldestSeq: null,
    newestSeq: null,
  });
});

test('finds events since a time in the order of recording though the clock was set back', async () => {
  const store = await openStore();
  store.insert([500, 900, 300, 600, 100].map((wallMs) => storedFrame({ wallMs })));
  expect(seqs(store.list({ sinceMs: 500 }))).toEqual([4, 2, 1]);
  expect(seqs(store.list({ untilMs: 500 }))).toEqual([5, 3]);
  expect(store.countMatching({ sinceMs: 500 })).toEqual({ total: 3, oldestSeq: 1, newestSeq: 4 });
  expect(store.countMatching({ untilMs: 500 })).toEqual({ total: 2, oldestSeq: 3, newestSeq: 5 });
});

test('counts by type within a session, and all', async () => {
  const store = await openStore();
  store.insert([
    storedFrame(),
    storedFrame(),
    storedFrame({ type: '__proto__' }),
    storedFrame({ sessionId: 's2' }),
  ]);
  expect(Object.entries(store.countByType('s1'))).toEqual([
    ['AUDIO_CHUNK', 2],
    ['__proto__', 1],
  ]);
  expect(store.countByType('none')).toEqual({});
  expect(store.countAll()).toBe(4);
});

function planOf(db: Database, filter: EventFilter): string {
  const selected = selectEvents(eventFilterSchema.parse(filter), () => true);
  if (selected === null) throw new Error('nothing can match');
  const { sql, values } = selected;
  return db
    .prepare<[typeof values], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
    .all(values)
    .map(({ detail }) => detail)
    .join('; ');
}

test.each([false, true])(
  'answers the common questions from an index, without sorting (analysed: %s)',
  async (isAnalysed) => {
    const { db, ...store } = await openStore();
    if (isAnalysed) {
      store.insert(Array.from({ length: 300 }, (_, n) => storedFrame({ sessionId: `s${n % 3}` })));
      db.exec('ANALYZE');
    }
    const questions: [EventFilter, string][] = [
      [{ sessionId: 's1' }, 'INDEX events_by_session (session_id=?)'],
      [{ sessionId: 's1', beforeSeq: 9 }, 'INDEX events_by_session (session_id=? AND seq<?)'],
      [{ sessionId: 's1', type: 'X' }, 'INDEX events_by_session_type (session_id=? AND type=?)'],
      [{ type: 'X' }, 'INDEX events_by_type (type=?)'],
      [{ type: 'X', afterSeq: 9 }, 'INDEX events_by_type (type=? AND seq>?)'],
      [{ sinceMs: 9 }, 'COVERING INDEX events_by_time (wall_ms>?)'],
      [{ untilMs: 9 }, 'COVERING INDEX events_by_time (wall_ms<?)'],
      [{ kind: 'gap' }, 'INDEX events_of_app (kind=?)'],
      [{ target: 'x' }, 'INDEX events_by_target (target=?)'],
      [{ connectionId: 'x' }, 'INDEX events_by_connection (connection_id=?)'],
      [{ sessionId: 's1', direction: 'in' }, 'INDEX events_by_session (session_id=?)'],
      [{ afterSeq: 9 }, 'INTEGER PRIMARY KEY (rowid>?)'],
    ];
    for (const [filter, index] of questions) {
      const plan = planOf(db, filter);
      expect(plan).toContain(index);
      expect(plan).not.toMatch(/SCAN|B-TREE/);
    }
  },
);

test('counts what has a direction or a size, also bar by bar, from the index of times alone', async () => {
  const { db } = await openStore();
  const asked: EventConditions[] = [{}, { direction: 'in' }, { minBytes: 5, maxBytes: 9, sinceMs: 1 }];
  for (const conditions of asked) {
    const { sql = '', values = {} } = selectCountInTime(conditions) ?? {};
    const plan = db
      .prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all({ ...values, fromMs: 1, untilMs: 2 });
    expect(plan.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('COVERING INDEX events_by_time (wall_ms>? AND wall_ms<?'),
    ]);
  }
  expect(selectCountInTime({ direction: 'in', type: 'X' })).toBe(null);
});
