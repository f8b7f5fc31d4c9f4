import type { Database } from 'better-sqlite3';

export type CopiedRows = { kept: Record<string, number>; isIncomplete: boolean };

type Table = { name: string; hasRowid: boolean; columns: string[] };

/** Copies every row that can be read into tables of the same names; what is there already is left as it is. */
export function copyReadableRows(from: Database, to: Database): CopiedRows {
  const kept: Record<string, number> = {};
  let isIncomplete = false;
  for (const table of tablesOf(to)) {
    const { copied, isWhole } = copyTable(from, to, table);
    kept[table.name] = copied;
    isIncomplete ||= !isWhole;
  }
  return { kept, isIncomplete };
}

/** Marks are worked out anew: a part of them would pass for all. */
function tablesOf(db: Database): Table[] {
  const tables = db
    .prepare<[], { name: string; wr: number }>(
      "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'event_mark%'",
    )
    .all();
  return (
    tables
      .map(({ name, wr }) => ({ name, hasRowid: wr === 0, columns: columnsOf(db, name) }))
      // Others refer to sessions; a row without its session is of no use.
      .sort((a, b) => Number(b.name === 'sessions') - Number(a.name === 'sessions'))
  );
}

function columnsOf(db: Database, table: string): string[] {
  return db
    .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name);
}

function copyTable(from: Database, to: Database, table: Table): { copied: number; isWhole: boolean } {
  let columns: string[];
  try {
    // An older version had fewer columns.
    const there = new Set(columnsOf(from, table.name));
    columns = table.columns.filter((name) => there.has(name));
  } catch {
    return { copied: 0, isWhole: false };
  }
  if (columns.length === 0) return { copied: 0, isWhole: true };
  const list = columns.map((name) => `"${name}"`).join(', ');
  const insert = to.prepare(
    `INSERT OR IGNORE INTO "${table.name}" (${list}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  let copied = 0;
  let isWhole = true;
  const add = (values: unknown[]): void => {
    try {
      copied += insert.run(values).changes;
    } catch {
      // A value of the wrong type, or a row of a session that is lost.
      isWhole = false;
    }
  };
  to.transaction(() => {
    isWhole = (table.hasRowid ? readByRowid : readInOrder)(from, table.name, list, add) && isWhole;
  }).immediate();
  return { copied, isWhole };
}

type Read = (from: Database, table: string, list: string, add: (values: unknown[]) => void) => boolean;

const readInOrder: Read = (from, table, list, add) => {
  try {
    for (const row of from.prepare<[], unknown[]>(`SELECT ${list} FROM "${table}"`).raw().iterate()) add(row);
    return true;
  } catch {
    return false;
  }
};

// A page holds some ten rows. Where a whole branch is gone, the steps grow until they are past it.
const singleSteps = 64;
const mostSteps = 120;

/** Goes on behind a row that cannot be read. */
const readByRowid: Read = (from, table, list, add) => {
  let after = 0;
  let failures = 0;
  let step = 1;
  for (let tries = 0; tries < mostSteps;) {
    try {
      const rows = from
        .prepare<[number], [number, ...unknown[]]>(
          `SELECT rowid, ${list} FROM "${table}" NOT INDEXED WHERE rowid > ? ORDER BY rowid`,
        )
        .raw()
        .iterate(after);
      for (const [rowid, ...values] of rows) {
        add(values);
        after = rowid;
        tries = 0;
        step = 1;
      }
      return failures === 0;
    } catch {
      failures += 1;
      tries += 1;
      if (tries > singleSteps) step *= 2;
      after += step;
      if (!Number.isSafeInteger(after)) return false;
    }
  }
  return false;
};
