import type Database from 'better-sqlite3';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { damageFound } from '../storage/storage.ts';

// A file beside the database, because a database that is damaged cannot be trusted to hold a note about itself.
const notePath = (databasePath: string): string => `${databasePath}.check-needed`;

/** Makes the next opening look at every page before it is trusted. */
export function askForCheck(databasePath: string): void {
  writeFileSync(notePath(databasePath), '');
}

export function isCheckAskedFor(databasePath: string): boolean {
  return existsSync(notePath(databasePath));
}

export function forgetCheck(databasePath: string): void {
  rmSync(notePath(databasePath), { force: true });
}

/**
 * Looks at the whole database: `quick` at the structure of its tables, `full` at the indexes as well.
 * @throws a damage error with the first findings
 */
export function checkDatabase(db: Database.Database, how: 'quick' | 'full'): void {
  const rows = db.pragma(how === 'quick' ? 'quick_check(5)' : 'integrity_check(5)') as object[];
  const findings = rows.map((row) => String(Object.values(row)[0]));
  if (findings.join() === 'ok') return;
  throw damageFound(`The database ${db.name} is damaged: ${findings.join('; ')}`);
}
