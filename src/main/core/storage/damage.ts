import { AppError } from '../../../shared/errors.ts';

const damageCause = 'DatabaseDamage';

/** What was saved of a damaged database. */
export type Salvage = {
  /** Where the damaged file lies now, with its -wal and -shm beside it. */
  movedTo: string;
  /** Rows by table that are in the new database. */
  kept: Record<string, number>;
  /** Whether rows could not be read or did not fit. Of what was overwritten altogether nobody knows. */
  isIncomplete: boolean;
};

/** Whether SQLite says that what it read cannot be a database, or not this one any more. */
export function isDamage(error: unknown): boolean {
  if (error instanceof AppError) return error.cause !== undefined && isDamage(error.cause);
  if (!(error instanceof Error)) return false;
  // SQLite itself is loaded in the database's threads only.
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.name === damageCause || /^SQLITE_(CORRUPT|NOTADB)/.test(code);
}

/** The same finding on the other side of a thread, where an error's class is lost. */
export function damageFound(message: string): Error {
  const error = new Error(message);
  error.name = damageCause;
  return error;
}
