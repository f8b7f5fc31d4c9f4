import Database from 'better-sqlite3';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
  closeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { indexEventWords } from './event-words-index.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { openDatabase } from './open-database.ts';
import type { Salvage } from '../storage/storage.ts';
import { copyReadableRows, type CopiedRows } from './salvage-rows.ts';

const pageBytes = 4_096;
const files = ['', '-wal', '-shm'] as const;

/**
 * Moves a damaged database aside, starts a new one in its place and copies into it every row that can be read.
 * The new one is put together beside it, so a cut leaves the damaged one where it was.
 */
export function salvage(path: string): Salvage {
  const folder = mkdtempSync(join(dirname(path), 'salvage-'));
  try {
    const fresh = join(folder, 'fresh.db');
    const rows = fillFresh(path, fresh, folder);
    const movedTo = `${path}.damaged-${new Date().toISOString().replaceAll(':', '-')}`;
    for (const suffix of files) {
      if (existsSync(path + suffix)) renameSync(path + suffix, movedTo + suffix);
    }
    renameSync(fresh, path);
    return { movedTo, ...rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function fillFresh(path: string, fresh: string, folder: string): CopiedRows {
  const to = openDatabase(fresh);
  try {
    migrate(to, migrations);
    to.pragma('wal_checkpoint(TRUNCATE)');
    const copy = copyOf(path, join(folder, 'copy.db'));
    let rows = readInto(copy, to);
    if (Object.values(rows.kept).every((count) => count === 0)) {
      // The header or the list of tables is gone. Those of the new database are the same but for its length.
      giveFirstPage(fresh, copy);
      rows = readInto(copy, to);
    }
    to.exec("INSERT INTO event_words (event_words) VALUES ('delete-all')");
    to.transaction(() => indexEventWords(to)).immediate();
    return rows;
  } finally {
    to.pragma('wal_checkpoint(TRUNCATE)');
    to.close();
  }
}

/** SQLite may write to what it opens, so the damaged file itself is never opened. */
function copyOf(path: string, copy: string): string {
  for (const suffix of ['', '-wal'] as const) {
    if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix);
  }
  return copy;
}

function readInto(copy: string, to: Database.Database): CopiedRows {
  let from: Database.Database | undefined;
  try {
    from = new Database(copy);
    return copyReadableRows(from, to);
  } catch {
    // Nothing of it can be read, not even which tables there are.
    return { kept: {}, isIncomplete: true };
  } finally {
    from?.close();
  }
}

/** The first page of a database of ours holds its header and its list of tables, and is the same in all of them. */
function giveFirstPage(fresh: string, copy: string): void {
  const page = Buffer.alloc(pageBytes);
  const source = openSync(fresh, 'r');
  readSync(source, page, 0, pageBytes, 0);
  closeSync(source);
  const pages = Math.max(1, Math.floor(statSync(copy).size / pageBytes));
  // File format 1.3: 28 is the size in pages, 32 and 36 are the list of free pages, which reading does not need.
  page.writeUInt32BE(pages, 28);
  page.writeUInt32BE(0, 32);
  page.writeUInt32BE(0, 36);
  const target = openSync(copy, 'r+');
  writeSync(target, page, 0, pageBytes, 0);
  closeSync(target);
}
