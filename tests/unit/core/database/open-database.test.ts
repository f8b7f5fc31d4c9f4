import type Database from 'better-sqlite3';
import { once } from 'node:events';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase, requireFullSync } from '../../../../src/main/core/database/open-database.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { itWith } from '../../../support/machine/needs.ts';

function open(path: string, options?: { readonly: boolean }): Database.Database {
  const db = openDatabase(path, options);
  onTestFinished(() => void db.close());
  return db;
}

test('waits for the disk at every commit, after writes and after opening again as well', async () => {
  const path = join(await makeTemporaryFolder(), 'scrumbot.db');
  for (const table of ['a', 'b']) {
    const db = open(path);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.exec(`CREATE TABLE ${table} (n); INSERT INTO ${table} VALUES (1)`);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    db.close();
  }
});

test('refuses a connection that does not wait for the disk', async () => {
  const db = open(join(await makeTemporaryFolder(), 'scrumbot.db'));
  db.pragma('synchronous = NORMAL');
  expect(() => requireFullSync(db)).toThrow('does not wait for the disk');
});

test('keeps a log ahead of the file, checks references, overwrites what is deleted, can give space back', async () => {
  const db = open(join(await makeTemporaryFolder(), 'scrumbot.db'));
  const setting = (name: string): unknown => db.pragma(name, { simple: true });
  expect({
    journal: setting('journal_mode'),
    busyTimeoutMs: setting('busy_timeout'),
    foreignKeys: setting('foreign_keys'),
    secureDelete: setting('secure_delete'),
    incrementalVacuum: setting('auto_vacuum'),
  }).toEqual({ journal: 'wal', busyTimeoutMs: 5000, foreignKeys: 1, secureDelete: 1, incrementalVacuum: 2 });
});

test('lets four that open a new file at the same moment all have it, whole and without a copy of a half-made one', async () => {
  const openers = 4;
  const folder = await makeTemporaryFolder();
  const paths = Array.from({ length: 12 }, (_, index) => join(folder, `${index}.db`));
  const turns = new SharedArrayBuffer(4 * paths.length);
  const entry = new URL('../../../support/database-opener.ts', import.meta.url);
  const workers = Array.from(
    { length: openers },
    () => new Worker(entry, { workerData: { paths, turns, openers } }),
  );
  const failures = await Promise.all(
    workers.map(async (worker) => (await once(worker, 'message')) as [string[]]),
  );
  expect(failures.flat(2)).toEqual([]);
  await Promise.all(workers.map((worker) => worker.terminate()));
  expect((await readdir(folder)).filter((name) => name.includes('backup'))).toEqual([]);
  for (const path of paths) {
    expect(open(path, { readonly: true }).pragma('user_version', { simple: true })).toBe(migrations.length);
  }
});

test('shrinks the file when rows are deleted and the space is given back', async () => {
  const path = join(await makeTemporaryFolder(), 'scrumbot.db');
  const db = open(path);
  db.exec('CREATE TABLE t (blob BLOB)');
  db.prepare('INSERT INTO t VALUES (zeroblob(4000000))').run();
  db.pragma('wal_checkpoint(TRUNCATE)');
  const before = (await stat(path)).size;
  db.exec('DELETE FROM t');
  db.pragma('incremental_vacuum');
  db.pragma('wal_checkpoint(TRUNCATE)');
  expect((await stat(path)).size).toBeLessThan(before / 10);
});

itWith(['posix'], 'lets nobody but the owner read the files', async () => {
  const path = join(await makeTemporaryFolder(), 'scrumbot.db');
  open(path).exec('CREATE TABLE t (n)');
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    expect((await stat(file)).mode & 0o777, file).toBe(0o600);
  }
});

test('a read-only connection reads what is committed and cannot write', async () => {
  const path = join(await makeTemporaryFolder(), 'scrumbot.db');
  const writer = open(path);
  writer.exec('CREATE TABLE t (n)');
  const reader = open(path, { readonly: true });
  writer.exec('INSERT INTO t VALUES (7)');
  expect(reader.prepare('SELECT n FROM t').get()).toEqual({ n: 7 });
  expect(() => reader.exec('INSERT INTO t VALUES (8)')).toThrow('readonly');
});

test('names the file and the way out when it is no database', async () => {
  const path = join(await makeTemporaryFolder(), 'scrumbot.db');
  await writeFile(path, 'this is a letter, not a database. '.repeat(100));
  expect(() => openDatabase(path)).toThrow(
    expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining(path) as string }),
  );
  expect(() => openDatabase(path)).toThrow('Move it and its -wal and -shm files away');
  expect(() => openDatabase(path, { readonly: true })).toThrow('is damaged or is not a database');
});

test('names the file when its folder is missing, is a file, or the file is a folder', async () => {
  const folder = await makeTemporaryFolder();
  await writeFile(join(folder, 'file'), '');
  for (const path of [join(folder, 'missing', 'x.db'), join(folder, 'file', 'x.db'), folder]) {
    expect(() => openDatabase(path), path).toThrow(
      expect.objectContaining({ code: 'storage-failed', message: expect.stringContaining(path) as string }),
    );
  }
});

test('a reader does not create a database', async () => {
  const path = join(await makeTemporaryFolder(), 'missing.db');
  expect(() => openDatabase(path, { readonly: true })).toThrow(
    expect.objectContaining({ code: 'storage-failed' }),
  );
  await expect(stat(path)).rejects.toThrow('ENOENT');
});
