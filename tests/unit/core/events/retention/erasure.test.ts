import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createRetention } from '../../../../../src/main/core/events/retention/retention.ts';
import { createSystemClock } from '../../../../../src/main/core/lifecycle/time/system-clock.ts';
import type { Clock } from '../../../../../src/main/core/ports/ports.ts';
import type { EventDraft, StampedEvent } from '../../../../../src/shared/events/events.ts';
import { heard, openEventDatabase } from '../../../../support/event-database.ts';

const system = createSystemClock();
// Only the time between two tries is shorter.
const clock: Clock = { ...system, after: (ms, run) => system.after(Math.min(ms, 200), run) };
const nowMs = Date.now();

/** Three sessions whose events lie between each other, as those of a long use do. */
async function openStore() {
  const store = await openEventDatabase();
  const recorded: EventDraft[] = [];
  const startRetention = () =>
    createRetention({
      clock,
      log: pino({ level: 'silent' }),
      record: (draft) => recorded.push(draft),
      writes: store.writes,
      databasePath: store.db.name,
      readSettings: () => Promise.resolve({ days: 30, maxBytes: 1_000_000_000 }),
    });
  const retention = startRetention();
  onTestFinished(() => retention.stop());
  const session = (name: string, atMs: number) => async (): Promise<void> => {
    await store.writes.sessions.create(
      {
        sessionId: `session-${name}`,
        meetingId: `meeting-${name}`,
        title: `Title of ${name}`,
        mode: 'stream',
        target: `wss://${name}.example/ws`,
        engine: null,
        state: 'ended',
        reason: null,
        startedMs: atMs,
        endedMs: atMs,
        ownerPid: 1,
      },
      [],
    );
    await store.writes.sessions.addTranscriptLine(`session-${name}`, {
      startSec: 0,
      endSec: 1,
      text: `the line of ${name} that was said`,
      speaker: `speaker-${name}`,
      flags: [],
    });
  };
  const names = ['alfa', 'bravo', 'charlie'];
  for (const name of names) await session(name, nowMs)();
  for (let batch = 0; batch < 40; batch += 1) {
    const events: StampedEvent[] = Array.from({ length: 60 }, (_, index) => {
      const name = names[(batch * 7 + index * index) % 3] ?? 'alfa';
      const words = `spoken${name}${batch}x${index} `.repeat(1 + ((batch * index) % 30));
      return heard(words, {
        wallMs: nowMs,
        sessionId: `session-${name}`,
        connectionId: `connection-${name}`,
        target: `wss://${name}.example/ws`,
      });
    });
    await store.writes.events.insert(events);
  }
  // What SQLite keeps for its planner holds values of rows.
  store.db.exec('ANALYZE');
  const filesWith = (text: string): string[] =>
    ['', '-wal', '-shm'].filter((suffix) => {
      const path = `${store.db.name}${suffix}`;
      return existsSync(path) && readFileSync(path).includes(text);
    });
  return { ...store, retention, startRetention, recorded, filesWith };
}

const remove = (store: Awaited<ReturnType<typeof openStore>>, sessionId: string) =>
  store.retention.deleteSession(sessionId, () => store.writes.sessions.delete(sessionId));

test('leaves no word, title, name or address of a deleted session in the database or its log', async () => {
  const store = await openStore();
  expect(store.filesWith('session-bravo')).not.toEqual([]);
  expect(await remove(store, 'session-bravo')).toMatchObject({
    isGone: true,
    reason: null,
    removedCopies: [],
  });
  for (const text of [
    'session-bravo',
    'connection-bravo',
    'wss://bravo',
    'spokenbravo',
    'Title of bravo',
    'speaker-bravo',
  ])
    expect(store.filesWith(text), text).toEqual([]);
  expect(store.filesWith('spokenalfa')).toEqual(['']);
  expect(await store.reads.events.list({ text: 'spokenbravo1x1', limit: 10 })).toEqual([]);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
});

test('says so when a reader holds the log up, and finishes by itself when it is gone', async () => {
  const store = await openStore();
  const reader = new Database(store.db.name, { readonly: true });
  const rows = reader.prepare('SELECT raw FROM events').iterate();
  rows.next();
  const deletion = await remove(store, 'session-bravo');
  expect(deletion).toMatchObject({ isGone: false });
  expect(deletion.reason).toMatch(/reading the database.*tries again by itself/);
  expect(store.filesWith('spokenbravo')).not.toEqual([]);
  rows.return?.();
  reader.close();
  await expect.poll(() => store.recorded.map(({ type }) => type)).toContain('storage.erased');
  expect(store.filesWith('spokenbravo')).toEqual([]);
});

test('is finished by the next process when this one ends before it could', async () => {
  const store = await openStore();
  const reader = new Database(store.db.name, { readonly: true });
  const rows = reader.prepare('SELECT raw FROM events').iterate();
  rows.next();
  expect(await remove(store, 'session-bravo')).toMatchObject({ isGone: false });
  await store.retention.stop();
  rows.return?.();
  reader.close();
  expect(store.filesWith('spokenbravo')).not.toEqual([]);
  // What is noted for the next process tells nothing of what was deleted.
  expect(readFileSync(`${store.db.name}.erasing`, 'utf8')).toBe('');

  const next = store.startRetention();
  onTestFinished(() => next.stop());
  await next.finishErasing();
  expect(store.filesWith('spokenbravo')).toEqual([]);
  expect(store.recorded.map(({ type }) => type)).toContain('storage.erased');
  expect(existsSync(`${store.db.name}.erasing`)).toBe(false);
  await next.finishErasing();
  expect(store.recorded.filter(({ type }) => type === 'storage.erased')).toHaveLength(1);
});

test('blots out what the logs say of a deleted session, and nothing else of them', async () => {
  const store = await openStore();
  const folder = join(dirname(store.db.name), 'logs');
  mkdirSync(folder);
  const line = (name: string): string =>
    JSON.stringify({ sessionId: `session-${name}`, problem: `Title of ${name}` });
  const before = `${line('alfa')}\n${line('bravo')}\n`;
  for (const file of ['scrumbot.log', 'scrumbot.1.log']) writeFileSync(join(folder, file), before);
  await remove(store, 'session-bravo');
  for (const file of ['scrumbot.log', 'scrumbot.1.log']) {
    const after = readFileSync(join(folder, file), 'utf8');
    expect(after).not.toContain('bravo');
    expect(after.split('\n')[0]).toBe(line('alfa'));
    expect(after).toHaveLength(before.length);
    for (const each of after.trim().split('\n')) JSON.parse(each);
  }
});

test('deletes copies of the database that hold the session, and leaves the others', async () => {
  const store = await openStore();
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = `${store.db.name}.backup-v3`;
  copyFileSync(store.db.name, copy);
  await remove(store, 'session-bravo');
  expect(existsSync(copy)).toBe(false);
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(store.db.name, copy);
  const deletion = await remove(store, 'session-alfa');
  expect(deletion.removedCopies).toEqual(['scrumbot.db.backup-v3']);
  copyFileSync(store.db.name, copy);
  await store.retention.deleteSession('session-none');
  expect(existsSync(copy)).toBe(true);
});

test('retention leaves nothing of old events either, and says what became of them', async () => {
  const store = await openStore();
  const old = Array.from({ length: 300 }, (_, index) =>
    heard(`oldword${index} that nobody needs any more, said long ago`, {
      wallMs: nowMs - 40 * 86_400_000,
      sessionId: null,
    }),
  );
  await store.writes.events.insert(old);
  await store.retention.run();
  expect(store.filesWith('oldword')).toEqual([]);
  expect(store.recorded.at(-1)).toMatchObject({
    type: 'storage.pruned',
    fields: { byAge: 300, isGone: true },
  });
});
