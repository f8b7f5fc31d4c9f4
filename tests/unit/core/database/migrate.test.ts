import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrate } from '../../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../../../src/main/core/database/open-database.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';

const first = 'CREATE TABLE words (word TEXT) STRICT';
const second = "ALTER TABLE words ADD COLUMN language TEXT NOT NULL DEFAULT 'en'";

async function emptyDatabase(): Promise<Database.Database> {
  const db = openDatabase(join(await makeTemporaryFolder(), 'scrumbot.db'));
  onTestFinished(() => void db.close());
  return db;
}

function versionOf(db: Database.Database): unknown {
  return db.pragma('user_version', { simple: true });
}

test('makes the whole schema in an empty file, and does nothing the second time', async () => {
  const db = await emptyDatabase();
  migrate(db, migrations);
  migrate(db, migrations);
  expect(versionOf(db)).toBe(migrations.length);
  expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'events'").get()).toEqual({ n: 1 });
  expect(existsSync(`${db.name}.backup-v0`)).toBe(false);
});

test('keeps the data, and a copy of the older database beside it', async () => {
  const db = await emptyDatabase();
  migrate(db, [first]);
  db.exec("INSERT INTO words VALUES ('stand-up')");

  migrate(db, [first, second]);

  expect(versionOf(db)).toBe(2);
  expect(db.prepare('SELECT * FROM words').all()).toEqual([{ word: 'stand-up', language: 'en' }]);
  const copy = new Database(`${db.name}.backup-v1`, { readonly: true });
  expect(versionOf(copy)).toBe(1);
  expect(copy.prepare('SELECT * FROM words').all()).toEqual([{ word: 'stand-up' }]);
  copy.close();
  if (process.platform !== 'win32') expect((await stat(copy.name)).mode & 0o777).toBe(0o600);
});

test('rolls back a migration that fails half-way and succeeds the next time', async () => {
  const db = await emptyDatabase();
  migrate(db, [first]);
  db.exec("INSERT INTO words VALUES ('retro')");

  expect(() => migrate(db, [first, `${second}; INSERT INTO nowhere VALUES (1)`])).toThrow('nowhere');
  expect(versionOf(db)).toBe(1);
  expect(db.prepare('SELECT * FROM words').all()).toEqual([{ word: 'retro' }]);

  migrate(db, [first, second]);
  expect(versionOf(db)).toBe(2);
  expect((await readdir(join(db.name, '..'))).filter((name) => name.includes('unfinished'))).toEqual([]);
});

test('refuses a newer database and leaves it as it is', async () => {
  const db = await emptyDatabase();
  migrate(db, [first, second]);
  expect(() => migrate(db, [first])).toThrow(
    expect.objectContaining({
      code: 'storage-failed',
      message: expect.stringContaining('Update the program') as string,
    }),
  );
  expect(versionOf(db)).toBe(2);
});

test('refuses the database of another program', async () => {
  const db = await emptyDatabase();
  db.exec('CREATE TABLE recipes (name TEXT)');
  expect(() => migrate(db, [first])).toThrow('belongs to another program');
});

test('says so when the disk is full', async () => {
  const db = await emptyDatabase();
  db.pragma('max_page_count = 3');
  expect(() => migrate(db, migrations)).toThrow(
    expect.objectContaining({
      code: 'storage-failed',
      message: expect.stringContaining('the disk is full') as string,
    }),
  );
  expect(versionOf(db)).toBe(0);
});
