import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';
import { AppError } from '../../../shared/errors.ts';
import { toStorageError } from './storage-error.ts';
import { sentence } from '../../../shared/words/all-words.ts';

const busyTimeoutMs = 5_000;
const betweenTriesMs = 20;
const synchronousFull = 2;

/**
 * Opens the database as docs/durability.md promises; a missing file is created, readable by its owner only.
 * A read-only connection needs the file, and sees what a writer has committed.
 * @throws AppError `storage-failed`, naming the file
 */
export function openDatabase(path: string, options: { readonly?: boolean } = {}): Database.Database {
  const readonly = options.readonly ?? false;
  let db: Database.Database | undefined;
  try {
    // SQLite gives the -wal and -shm files the mode of the database itself.
    if (!readonly) closeSync(openSync(path, 'a', 0o600));
    db = new Database(path, { readonly, timeout: busyTimeoutMs });
    if (readonly) db.pragma('schema_version');
    else configure(db);
    return db;
  } catch (error) {
    db?.close();
    throw toStorageError(error, path);
  }
}

function configure(db: Database.Database): void {
  // Only an empty file takes another auto_vacuum, and switching to WAL already writes its first page.
  db.pragma('auto_vacuum = INCREMENTAL');
  turnToWal(db);
  db.pragma('synchronous = FULL');
  db.pragma('foreign_keys = ON');
  db.pragma('secure_delete = ON');
  // A log that grew behind a slow reader becomes small again once it is used anew.
  db.pragma('journal_size_limit = 67108864');
  requireFullSync(db);
  emptyLog(db);
}

/**
 * Two that open a new file at once both want it alone here, and SQLite then refuses one of them without the wait that the
 * busy timeout promises: it would be a deadlock. The refused one lets go and tries again as long as that timeout.
 */
function turnToWal(db: Database.Database): void {
  const until = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, betweenTriesMs);
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
}

/**
 * A process that was killed leaves its log behind, and in it what was deleted meanwhile. A reader elsewhere is not waited
 * for: the log is looked after again with the next deletion.
 */
function emptyLog(db: Database.Database): void {
  db.pragma('busy_timeout = 0');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.pragma(`busy_timeout = ${busyTimeoutMs}`);
}

/**
 * better-sqlite3 is built to fall back to NORMAL once a database is in WAL mode, which loses commits with the power.
 * @throws AppError `storage-failed` when this connection does not wait for the disk
 */
export function requireFullSync(db: Database.Database): void {
  if (db.pragma('synchronous', { simple: true }) === synchronousFull) return;
  throw new AppError('storage-failed', sentence('storage.not-synced', { path: db.name }));
}
