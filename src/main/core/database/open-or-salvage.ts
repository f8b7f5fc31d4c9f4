import type { Database } from 'better-sqlite3';
import { AppError } from '../../../shared/errors.ts';
import { askForCheck, checkDatabase, forgetCheck, isCheckAskedFor } from './check-database.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import { isDamage, readOpenMarks, type Salvage } from '../storage/storage.ts';
import { salvage } from './salvage.ts';
import { sentence } from '../../../shared/words/all-words.ts';

/**
 * Opens the database for writing, at the schema of today. A damaged one is moved aside and salvaged first; one that
 * somebody found damaged is looked through before it is trusted again.
 * @throws AppError `storage-failed`
 */
export function openOrSalvage(path: string): { db: Database; salvaged: Salvage | null } {
  try {
    return { db: openChecked(path), salvaged: null };
  } catch (error) {
    if (!isDamage(error)) throw error;
    const { others } = readOpenMarks(path);
    if (others.length > 0) {
      askForCheck(path);
      throw new AppError(
        'storage-failed',
        sentence('storage.damaged-and-open', { path, pids: others.join(', ') }),
        { cause: error },
      );
    }
  }
  const salvaged = salvage(path);
  forgetCheck(path);
  return { db: openChecked(path), salvaged };
}

function openChecked(path: string): Database {
  const db = openDatabase(path);
  try {
    if (isCheckAskedFor(path)) {
      checkDatabase(db, 'full');
      forgetCheck(path);
    }
    migrate(db, migrations);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}
