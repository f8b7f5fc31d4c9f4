import type { Database } from 'better-sqlite3';
import { isPlainName } from '../../../redaction/redaction.ts';
import type { Source } from '../../source/source.ts';

/** Of a damaged database as much as can be read. */
export function describeDatabase({ db, database }: Source): object {
  const { how, integrity, bytes, walBytes, freeBytes, saved } = database;
  const state = {
    opened: how,
    integrity,
    fileBytes: bytes,
    logBytes: walBytes,
    diskFreeBytes: freeBytes,
    saved,
  };
  if (db === null) return { ...state, tables: [] };
  return {
    ...state,
    schemaVersion: pragma(db, 'user_version'),
    pageBytes: pragma(db, 'page_size'),
    pages: pragma(db, 'page_count'),
    freePages: pragma(db, 'freelist_count'),
    tables: tablesOf(db),
  };
}

function pragma(db: Database, name: string): unknown {
  try {
    return db.pragma(name, { simple: true });
  } catch {
    return null;
  }
}

function tablesOf(db: Database): object[] {
  try {
    const tables = db
      .prepare<[], { name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
      .all()
      .filter(({ name }) => isPlainName(name) && !/^(?:sqlite_|event_words_|transcript_search_)/.test(name));
    return tables.map(({ name }) => ({ table: name, columns: columnsOf(db, name), rows: countOf(db, name) }));
  } catch {
    return [];
  }
}

function columnsOf(db: Database, table: string): string[] {
  const columns = db.pragma(`table_info("${table}")`) as { name: string; type: string }[];
  return columns.map(({ name, type }) => `${name} ${type.toLowerCase()}`);
}

/** The name is one of ours: plain words and nothing that could end the quotes. */
function countOf(db: Database, table: string): number | string {
  try {
    return db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${table}"`).get()?.n ?? 0;
  } catch {
    return "can't be read";
  }
}
