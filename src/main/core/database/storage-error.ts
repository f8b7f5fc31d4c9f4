import Database from 'better-sqlite3';
import { AppError, saidBy } from '../../../shared/errors.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Says in plain words what SQLite or the file system refused, and names the file.
 * A broken constraint or a wrong statement is a defect of ours and passes unchanged.
 */
export function toStorageError(error: unknown, path: string): unknown {
  if (error instanceof AppError) return error;
  const advice = adviceFor(codeOf(error));
  if (advice === null) return error;
  return new AppError('storage-failed', sentence('storage.refused', { path, advice, why: saidBy(error) }), {
    cause: error,
  });
}

function codeOf(error: unknown): string {
  if (error instanceof Database.SqliteError) return error.code;
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return '';
}

// Extended codes begin with the primary one: SQLITE_IOERR_WRITE, SQLITE_CANTOPEN_ISDIR.
const advices: readonly (readonly [codes: RegExp, advice: string])[] = [
  [
    /^SQLITE_(NOTADB|CORRUPT)/,
    'is damaged or is not a database. Move it and its -wal and -shm files away and start again: recordings are separate files.',
  ],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, "can't grow because the disk is full. Free some space."],
  [
    /^(SQLITE_READONLY|SQLITE_PERM|SQLITE_AUTH|EACCES|EPERM|EROFS)/,
    "can't be written. Make the folder writable or choose another one.",
  ],
  [/^SQLITE_(BUSY|LOCKED)/, 'is locked by another program. Close the program that uses it.'],
  [
    /^(SQLITE_CANTOPEN|ENOENT|ENOTDIR|EISDIR|ELOOP|ENAMETOOLONG)/,
    "can't be opened. Check that its folder exists and that it is a file.",
  ],
  [
    /^(SQLITE_IOERR|SQLITE_PROTOCOL|EIO|EMFILE|ENFILE)/,
    "can't be read or written. Check the disk it lies on.",
  ],
];

function adviceFor(code: string): string | null {
  return advices.find(([codes]) => codes.test(code))?.[1] ?? null;
}
