import type { Database } from 'better-sqlite3';
import { constants, existsSync } from 'node:fs';
import { copyFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../../../shared/errors.ts';
import { askForCheck, checkDatabase, openDatabase, openOrSalvage } from '../../database/database.ts';
import { readOpenMarks } from '../../storage/storage.ts';
import type { DatabaseState } from './source.ts';
import { say } from '../../../../shared/words/all-words.ts';

export type OpenedCopy = { db: Database | null; state: DatabaseState; problem: string | null };

const suffixes = ['', '-wal'] as const;
// Room for the copy and what salvaging writes beside it.
const roomFactor = 2.2;

/**
 * Opens the database of a data folder for reading, and leaves its files as they are. One that is in use is read beside
 * the app; any other is copied to `folder` first, because SQLite writes to what it opens. A damaged copy is salvaged.
 */
export async function openDatabaseCopy(home: string, folder: string): Promise<OpenedCopy> {
  const path = join(home, 'scrumbot.db');
  const state = await measure(home, path);
  if (state.bytes === -1)
    return { db: null, state: { ...state, bytes: 0 }, problem: say('copy.no-database') };
  const live = isInUse(path) ? openLive(path, state) : null;
  if (live !== null) return live;
  const room = await statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => Infinity,
  );
  if (room < (state.bytes + state.walBytes) * roomFactor) {
    const beside = openLive(path, state);
    return beside ?? { db: null, state, problem: say('copy.no-room') };
  }
  const copy = join(folder, 'copy.db');
  try {
    for (const suffix of suffixes)
      await copyFile(path + suffix, copy + suffix, constants.COPYFILE_FICLONE).catch((error: unknown) => {
        if (suffix === '') throw error;
      });
  } catch (error) {
    return { db: null, state, problem: say('copy.unreadable', { why: messageOf(error) }) };
  }
  return openCopy(copy, state);
}

function openCopy(copy: string, state: DatabaseState): OpenedCopy {
  const before = integrityOf(copy);
  try {
    const { db, salvaged } = openOrSalvage(copy);
    if (salvaged === null && before === 'ok') {
      return { db, state: { ...state, how: 'copy', integrity: before }, problem: null };
    }
    if (salvaged === null) return salvageAgain(db, copy, { ...state, integrity: before });
    return asSalvaged({ db, state: { ...state, integrity: before }, saved: salvaged.kept });
  } catch (error) {
    return {
      db: null,
      state: { ...state, integrity: before },
      problem: say('copy.unreadable', { why: messageOf(error) }),
    };
  }
}

/** It opened, but pages of it are damaged: every row that can be read is put into a new one. */
function salvageAgain(opened: Database, copy: string, state: DatabaseState): OpenedCopy {
  opened.close();
  askForCheck(copy);
  const { db, salvaged } = openOrSalvage(copy);
  return asSalvaged({ db, state, saved: salvaged?.kept ?? {} });
}

function asSalvaged(given: {
  db: Database;
  state: DatabaseState;
  saved: Record<string, number>;
}): OpenedCopy {
  const rows = Object.values(given.saved).reduce((sum, count) => sum + count, 0);
  return {
    db: given.db,
    state: { ...given.state, how: 'salvaged', saved: given.saved },
    problem: say('copy.salvaged', { integrity: given.state.integrity, rows }),
  };
}

function openLive(path: string, state: DatabaseState): OpenedCopy | null {
  try {
    const db = openDatabase(path, { readonly: true });
    return { db, state: { ...state, how: 'live', integrity: checked(db) }, problem: null };
  } catch {
    return null;
  }
}

function integrityOf(path: string): string {
  let db: Database | undefined;
  try {
    db = openDatabase(path, { readonly: true });
    return checked(db);
  } catch (error) {
    // What is advised for a database in its place would be of our copy.
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return `can't be opened: ${firstLine(messageOf(cause).replaceAll(path, 'scrumbot.db'))}`;
  } finally {
    db?.close();
  }
}

function checked(db: Database): string {
  try {
    checkDatabase(db, 'quick');
    return 'ok';
  } catch (error) {
    return firstLine(messageOf(error).replace(db.name, 'scrumbot.db'));
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.slice(0, 300) ?? '';
}

function isInUse(path: string): boolean {
  try {
    return readOpenMarks(path).others.length > 0 || existsSync(`${path}.open-${process.pid}`);
  } catch {
    return false;
  }
}

async function measure(home: string, path: string): Promise<DatabaseState> {
  const [file, log, disk] = await Promise.all([
    stat(path).catch(() => null),
    stat(`${path}-wal`).catch(() => null),
    statfs(home).catch(() => null),
  ]);
  return {
    how: 'none',
    integrity: 'not looked at',
    bytes: file?.size ?? -1,
    walBytes: log?.size ?? 0,
    freeBytes: disk === null ? null : disk.bavail * disk.bsize,
    totalBytes: disk === null ? null : disk.blocks * disk.bsize,
    saved: null,
  };
}
