import SqliteDatabase, { type Database } from 'better-sqlite3';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { toStorageError } from './storage-error.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/** SQL, or what SQL alone cannot do. Either runs in a transaction. */
export type Migration = string | ((db: Database) => void);

/**
 * Brings the schema up to date, one transaction a migration, so that a cut leaves a whole older schema. A new database
 * gets all of them in one. A database with data is copied to `<file>.backup-v<version>` first.
 * @throws AppError `storage-failed` for a database that is newer than this program, or not its own
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  try {
    const version = trustedVersion(db, migrations);
    if (version > migrations.length) throw newerDatabase(db.name, version, migrations.length);
    if (version === migrations.length) return;
    if (version === 0) {
      createWhole(db, migrations);
      return;
    }
    backUp(db, `${db.name}.backup-v${version}`);
    for (const index of migrations.keys()) applyOne(db, migrations, index);
  } catch (error) {
    throw toStorageError(error, db.name);
  }
}

/** In one transaction: another process that opens the new file meanwhile sees nothing of it or all of it. */
function createWhole(db: Database, migrations: readonly Migration[]): void {
  db.transaction(() => {
    requireEmpty(db);
    for (const index of migrations.keys()) applyOne(db, migrations, index);
  }).immediate();
}

/**
 * The version, set right where only the number in the header was damaged: the tables tell of which version they are.
 */
function trustedVersion(db: Database, migrations: readonly Migration[]): number {
  const version = versionOf(db);
  if (version === migrations.length) return version;
  const schema = schemaOf(db);
  if (schema === '') return version;
  const sample = new SqliteDatabase(':memory:');
  try {
    for (const index of migrations.keys()) {
      applyOne(sample, migrations, index);
      if (index + 1 === version || schemaOf(sample) !== schema) continue;
      db.pragma(`user_version = ${index + 1}`);
      return index + 1;
    }
    return version;
  } finally {
    sample.close();
  }
}

function schemaOf(db: Database): string {
  const parts = db
    .prepare<[], { sql: string | null }>('SELECT sql FROM sqlite_schema ORDER BY type, name')
    .all();
  return parts.map(({ sql }) => sql ?? '').join('\n');
}

function versionOf(db: Database): number {
  return Number(db.pragma('user_version', { simple: true }));
}

function newerDatabase(path: string, version: number, known: number): AppError {
  return new AppError('storage-failed', sentence('storage.newer', { path, version, known }));
}

function requireEmpty(db: Database): void {
  const tables = db.prepare<[], { name: string }>('SELECT name FROM sqlite_schema LIMIT 1').all();
  // Another process of ours may have migrated it between our two looks.
  if (tables.length === 0 || versionOf(db) > 0) return;
  throw new AppError('storage-failed', sentence('storage.other-program', { path: db.name }));
}

function applyOne(db: Database, migrations: readonly Migration[], index: number): void {
  // Immediate: the version is read under the write lock, so two processes never run the same migration.
  db.transaction(() => {
    if (versionOf(db) !== index) return;
    const migration = migrations[index] ?? '';
    if (typeof migration === 'string') db.exec(migration);
    else migration(db);
    db.pragma(`user_version = ${index + 1}`);
  }).immediate();
}

function backUp(db: Database, path: string): void {
  const unfinished = `${path}.unfinished`;
  rmSync(unfinished, { force: true });
  closeSync(openSync(unfinished, 'w', 0o600));
  db.prepare('VACUUM INTO ?').run(unfinished);
  const file = openSync(unfinished, 'r+');
  fsyncSync(file);
  closeSync(file);
  renameSync(unfinished, path);
}
