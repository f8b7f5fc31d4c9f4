import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { startDatabaseWorker } from '../../../src/main/core/storage/worker-client.ts';
import type { AppError } from '../../../src/shared/errors.ts';
import type { StampedEvent } from '../../../src/shared/events/events.ts';
import { makeDatabasePath, startReader, startWriter } from './start-storage.ts';
import { waitUntil } from '../../support/wait-until.ts';

const event: StampedEvent = {
  wallMs: 1,
  monoMs: 1,
  kind: 'frame',
  type: 'TICK',
  direction: null,
  sessionId: 's1',
  target: null,
  connectionId: null,
  generation: null,
  bytes: null,
  raw: null,
  fields: { n: 1 },
  reason: null,
};

test('a reader sees what the writer has committed', async () => {
  const databasePath = await makeDatabasePath();
  const writer = await startWriter(databasePath);
  const reader = await startReader(databasePath);
  expect(await reader.stores.events.countAll()).toBe(0);
  expect(await writer.stores.events.insert([event, event])).toBe(1);
  expect(await reader.stores.events.list({ limit: 1 })).toEqual([{ seq: 2, ...event }]);
});

test('answers calls in the order in which they were made', async () => {
  const writer = await startWriter(await makeDatabasePath());
  const firstSeqs = await Promise.all(
    Array.from({ length: 50 }, () => writer.stores.events.insert([event, event])),
  );
  expect(firstSeqs).toEqual(Array.from({ length: 50 }, (_, index) => index * 2 + 1));
});

test('a writer moves a file that is no database aside, unharmed, and starts a new one', async () => {
  const databasePath = await makeDatabasePath();
  const letter = 'this is a letter, not a database. '.repeat(100);
  await writeFile(databasePath, letter);
  const writer = await startWriter(databasePath);
  expect(await readFile(writer.salvaged?.movedTo ?? '', 'utf8')).toBe(letter);
  expect(await writer.stores.events.insert([event])).toBe(1);
});

test('a reader does not start on a file that is no database, and the error keeps its code and words', async () => {
  const databasePath = await makeDatabasePath();
  await writeFile(databasePath, 'this is a letter, not a database. '.repeat(100));
  await expect(startReader(databasePath)).rejects.toMatchObject({
    name: 'AppError',
    code: 'storage-failed',
    message: expect.stringContaining(databasePath) as string,
  });
});

test('does not start on a newer database', async () => {
  const databasePath = await makeDatabasePath();
  const db = openDatabase(databasePath);
  db.pragma('user_version = 999');
  db.close();
  await expect(startWriter(databasePath)).rejects.toMatchObject({
    code: 'storage-failed',
    message: expect.stringContaining('newer version') as string,
  });
});

test('does not start when its script cannot be loaded', async () => {
  const missing = new URL('./no-such-worker.ts', import.meta.url);
  await expect(startDatabaseWorker(missing, { databasePath: 'x.db', readonly: false })).rejects.toMatchObject(
    {
      code: 'storage-failed',
      message: expect.stringContaining('no-such-worker') as string,
    },
  );
});

test('a broken statement is a defect of ours, and says where', async () => {
  const writer = await startWriter(await makeDatabasePath());
  const broken = { ...event, type: null } as unknown as StampedEvent;
  const failure = await writer.stores.events.insert([broken]).catch((error: unknown) => error as AppError);
  expect(failure).toMatchObject({
    code: 'internal',
    message: expect.stringContaining('NOT NULL') as string,
    cause: { stack: expect.stringContaining('event-store.ts') as string },
  });
  expect(await writer.stores.events.insert([event])).toBe(1);
});

test('a stop carries out the calls before it and leaves one file without a log', async () => {
  const databasePath = await makeDatabasePath();
  const exits: AppError[] = [];
  const writer = await startWriter(databasePath, (problem) => exits.push(problem));
  const stored = writer.stores.events.insert([event]);
  await Promise.all([writer.stop(), writer.stop()]);
  expect(await stored).toBe(1);
  expect(exits).toEqual([]);
  expect(await readdir(dirname(databasePath))).toEqual(['scrumbot.db']);
  await expect(writer.stores.events.insert([event])).rejects.toMatchObject({ code: 'storage-failed' });
});

async function startCrashing() {
  const exits: AppError[] = [];
  const worker = await startDatabaseWorker<{
    crashes: { exit(): void; throwLater(): void; answerFunction(): void };
  }>(new URL('./crashing-worker.ts', import.meta.url), {
    databasePath: await makeDatabasePath(),
    readonly: false,
    onExit: (problem) => exits.push(problem),
  });
  onTestFinished(() => worker.stop());
  return { ...worker.stores.crashes, exits };
}

test('a thread that ends rejects the calls that wait and those that come, and says so once', async () => {
  const { exit, throwLater, exits } = await startCrashing();
  const failure = expect.objectContaining({ code: 'storage-failed' }) as Error;
  const waiting = await Promise.allSettled([exit(), throwLater()]);
  expect(waiting).toEqual([
    { status: 'rejected', reason: failure },
    { status: 'rejected', reason: failure },
  ]);
  await expect(exit()).rejects.toEqual(failure);
  expect(exits).toEqual([failure]);
});

test('says why a thread has ended when it is known', async () => {
  const { throwLater, exits } = await startCrashing();
  await throwLater().catch(() => undefined);
  await waitUntil(() => expect(exits[0]?.message).toContain('has ended (out of luck)'));
});

test('an answer that cannot cross threads fails alone', async () => {
  const { answerFunction, exits } = await startCrashing();
  for (let call = 0; call < 2; call += 1) {
    await expect(answerFunction()).rejects.toThrow('could not be cloned');
  }
  expect(exits).toEqual([]);
});
