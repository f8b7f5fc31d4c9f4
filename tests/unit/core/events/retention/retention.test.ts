import { stat } from 'node:fs/promises';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createRetention } from '../../../../../src/main/core/events/retention/retention.ts';
import { createSystemClock } from '../../../../../src/main/core/lifecycle/time/system-clock.ts';
import type { Clock } from '../../../../../src/main/core/ports/ports.ts';
import type { EventDraft, StampedEvent } from '../../../../../src/shared/events/events.ts';
import { heard, openEventDatabase, storedFrame } from '../../../../support/event-database.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 5, 1);
// Timers are real, so that steps follow each other; only the date is given.
const clock: Clock = { ...createSystemClock(), nowMs: () => nowMs };
const daysAgo = (days: number): number => nowMs - days * dayMs;

async function openRetention(settings: { days?: number; maxBytes?: number } = {}) {
  const store = await openEventDatabase();
  const recorded: EventDraft[] = [];
  const retention = createRetention({
    clock,
    log: pino({ level: 'silent' }),
    record: (draft) => recorded.push(draft),
    writes: store.writes,
    databasePath: store.db.name,
    readSettings: () => Promise.resolve({ days: 90, maxBytes: 1_000_000_000, ...settings }),
  });
  onTestFinished(() => retention.stop());
  const seqs = async (): Promise<number[]> =>
    (await store.reads.events.list({ afterSeq: 0, limit: 10_000 })).map(({ seq }) => seq);
  const fileBytes = async (): Promise<number> => {
    store.db.pragma('wal_checkpoint(TRUNCATE)');
    return (await stat(store.db.name)).size;
  };
  return { ...store, retention, recorded, seqs, fileBytes };
}

const bulk = (count: number, change: Partial<StampedEvent> = {}): StampedEvent[] =>
  Array.from({ length: count }, () => heard('word '.repeat(300), { wallMs: nowMs, ...change }));

async function addSession(
  store: Awaited<ReturnType<typeof openRetention>>,
  sessionId: string,
  state: 'ended' | 'recording',
  chunk: 'queued' | 'delivered' | 'expired',
): Promise<void> {
  await store.writes.sessions.create(
    {
      sessionId,
      meetingId: 'm',
      title: 't',
      mode: 'stream',
      target: 'x',
      state,
      reason: null,
      startedMs: 0,
      endedMs: null,
      ownerPid: 1,
    },
    [],
  );
  const key = { sessionId, target: 'x', track: 'system' };
  const cut = { kind: 'cut', firstSample: 0, sampleCount: 1, crc: 0, silent: false } as const;
  await store.writes.outbox.save(key, [cut, { kind: 'state', firstSample: 0, state: chunk }]);
}

test('deletes what is older than its days, shrinks the file, and records that it did', async () => {
  const store = await openRetention({ days: 90 });
  await store.writes.events.insert([
    ...bulk(900, { wallMs: daysAgo(91) }),
    heard('kept', { wallMs: daysAgo(89) }),
    storedFrame({ wallMs: nowMs }),
  ]);
  const before = await store.fileBytes();
  await store.retention.run();
  expect(await store.seqs()).toEqual([901, 902]);
  expect(await store.reads.events.list({ text: 'word' })).toEqual([]);
  expect(await store.reads.events.list({ text: 'kept' })).toHaveLength(1);
  expect(await store.fileBytes()).toBeLessThan(before / 4);
  expect(store.recorded).toMatchObject([
    { kind: 'storage', type: 'storage.pruned', fields: { events: 900, byAge: 900, byBytes: 0, heldBack: 0 } },
  ]);
});

test('records nothing when there was nothing to delete', async () => {
  const store = await openRetention();
  await store.writes.events.insert(bulk(3));
  await store.retention.run();
  expect(await store.seqs()).toEqual([1, 2, 3]);
  expect(store.recorded).toEqual([]);
});

test('deletes the oldest until the store is small enough, and the file with it', async () => {
  const maxBytes = 1_000_000;
  const store = await openRetention({ maxBytes });
  await store.writes.events.insert(bulk(2_000));
  expect(await store.fileBytes()).toBeGreaterThan(2 * maxBytes);
  await store.retention.run();
  expect(await store.fileBytes()).toBeLessThanOrEqual(maxBytes);
  const left = await store.seqs();
  expect(left.length).toBeGreaterThan(200);
  expect(left.at(-1)).toBe(2_000);
  expect(left).toEqual(left.map((_, n) => 2_000 - left.length + 1 + n));
});

test('D9: deletes nothing of a session that a target has not got or that is being recorded', async () => {
  const store = await openRetention({ days: 1 });
  await addSession(store, 'undelivered', 'ended', 'queued');
  await addSession(store, 'running', 'recording', 'delivered');
  await addSession(store, 'delivered', 'ended', 'delivered');
  await addSession(store, 'expired', 'ended', 'expired');
  const old = { wallMs: daysAgo(2) };
  await store.writes.events.insert([
    ...bulk(50, { ...old, sessionId: 'undelivered' }),
    ...bulk(50, { ...old, sessionId: 'running' }),
    ...bulk(50, { ...old, sessionId: 'delivered' }),
    ...bulk(50, { ...old, sessionId: 'expired' }),
    ...bulk(50, { ...old, sessionId: null }),
  ]);
  await store.retention.run();
  expect(await store.seqs()).toEqual(Array.from({ length: 100 }, (_, n) => n + 1));
  expect(store.recorded).toMatchObject([{ fields: { events: 150, heldBack: 100 } }]);
});

test('D9: deletes nothing of a session that a target has not got when the store is too large either', async () => {
  const store = await openRetention({ maxBytes: 100_000 });
  await addSession(store, 'undelivered', 'ended', 'queued');
  await store.writes.events.insert([
    ...bulk(50, { sessionId: 'undelivered' }),
    ...bulk(50, { sessionId: null }),
  ]);
  await store.retention.run();
  expect(await store.seqs()).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
});

test('counts the age of what was imported from its import', async () => {
  const store = await openRetention({ days: 30 });
  const run = { file: 'a.jsonl', format: 'jsonl', batch: 1, skipped: 0 };
  const events = bulk(2, { wallMs: daysAgo(400) });
  await store.writes.imports.add({ ...run, importId: 'long-ago', importedMs: daysAgo(31), events });
  await store.writes.imports.add({ ...run, importId: 'lately', importedMs: daysAgo(29), events });
  await store.retention.run();
  expect(await store.seqs()).toEqual([3, 4]);
});

test('pages stay right while events are pruned and added', async () => {
  const store = await openRetention({ days: 90 });
  await store.writes.events.insert([...bulk(10, { wallMs: daysAgo(100) }), ...bulk(10)]);
  const first = await store.reads.events.list({ limit: 6 });
  await store.retention.run();
  await store.writes.events.insert(bulk(5));
  const second = await store.reads.events.list({ limit: 6, beforeSeq: first.at(-1)?.seq ?? 0 });
  expect([...first, ...second].map(({ seq }) => seq)).toEqual([20, 19, 18, 17, 16, 15, 14, 13, 12, 11]);
});

test('lets the writer work between its steps', async () => {
  const store = await openRetention({ days: 90 });
  await store.writes.events.insert(bulk(1_500, { wallMs: daysAgo(91) }));
  const pruned = store.retention.run().then(() => true);
  const turn = () => new Promise<false>((resolve) => setImmediate(() => resolve(false)));
  let inserted = 0;
  while (!(await Promise.race([pruned, turn()]))) {
    await store.writes.events.insert(bulk(1));
    inserted += 1;
  }
  expect(inserted).toBeGreaterThan(10);
  expect(await store.seqs()).toHaveLength(inserted);
});

test('stops in the middle when the app does, and goes on the next time', async () => {
  const store = await openRetention({ days: 90 });
  await store.writes.events.insert(bulk(1_500, { wallMs: daysAgo(91) }));
  const pruned = store.retention.run();
  await store.retention.stop();
  await pruned;
  expect((await store.seqs()).length).toBeGreaterThan(0);
});

test('deletes the events of one session, and its import', async () => {
  const store = await openRetention();
  await store.writes.imports.add({
    importId: 'import-1',
    file: 'a.jsonl',
    format: 'trace',
    importedMs: nowMs,
    batch: 1,
    skipped: 0,
    events: bulk(300, { sessionId: 'import-1' }),
  });
  await store.writes.events.insert(bulk(1, { sessionId: 's2' }));
  expect(await store.reads.events.listSessions()).toMatchObject([
    { sessionId: 's2', title: null },
    { sessionId: 'import-1', title: 'a.jsonl' },
  ]);
  expect(await store.retention.deleteSession('import-1')).toMatchObject({ deleted: 300, isGone: true });
  expect(await store.seqs()).toEqual([301]);
  expect(await store.reads.events.listImports()).toEqual([]);
  expect(await store.retention.deleteSession('import-1')).toMatchObject({ deleted: 0, isGone: true });
});

test('keeps within its size while a session runs, by what a peer sent and nothing else', async () => {
  const maxBytes = 1_000_000;
  const store = await openRetention({ maxBytes });
  await addSession(store, 'running', 'recording', 'queued');
  await store.writes.events.insert([
    storedFrame({ sessionId: 'running', wallMs: nowMs }),
    ...bulk(1_000, { sessionId: 'running' }),
  ]);
  store.retention.grown([{ raw: 'x'.repeat(9 * 1024 * 1024) }]);
  await expect.poll(() => store.recorded.length).toBe(1);
  expect(store.recorded[0]).toMatchObject({ type: 'storage.pruned', fields: { byBytes: 0 } });
  expect(Number(store.recorded[0]?.fields?.ofRunning)).toBeGreaterThan(300);
  expect(await store.fileBytes()).toBeLessThanOrEqual(maxBytes);
  expect((await store.seqs())[0]).toBe(1);
});
