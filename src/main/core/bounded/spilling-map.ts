import Database from 'better-sqlite3';
import { fingerprint } from './fingerprint.ts';

/** A map whose older entries move to disk when memory runs short, so that it can grow with any stream. */
export type SpillingMap<V> = {
  /** The value may be changed in place until the next call. `grow` says by how many bytes it did. */
  get(key: string): V | undefined;
  /** Entries of one group (a number from 0) stay together in `values`, groups in the order of their numbers. */
  set(key: string, value: V, bytes: number, group?: number): void;
  grow(key: string, bytes: number): void;
  size(): number;
  /** By group, then in the order in which the keys were first set. */
  values(): IterableIterator<V>;
};

export type Spill = {
  map<V>(options: {
    name: string;
    maxBytes: number;
    write: (value: V) => string;
    read: (text: string) => V;
  }): SpillingMap<V>;
  close(): void;
};

type Entry<V> = { value: V; bytes: number; order: number };
type TableRow = readonly [key: string, text: string, bytes: number, position: number];
type Row = { text: string; bytes: number; position: number };

// What an entry costs beside its value: the map's own cell and the key.
const entryBytes = 120;
const pageCacheKb = 8 * 1024;
// Leaves room for as many entries in a group and for 2^21 groups in an exact number.
const groupSize = 2 ** 32;

/** One temporary database for all maps of an analysis; it is made when the first of them outgrows its memory. */
export function createSpill(): Spill {
  let db: Database.Database | undefined;

  function open(): Database.Database {
    if (db !== undefined) return db;
    // An empty name is a private file that SQLite deletes by itself, and nothing in it outlives this process.
    db = new Database('');
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma(`cache_size = -${pageCacheKb}`);
    return db;
  }

  return {
    map: (options) => createMap(open, options),
    close() {
      db?.close();
      db = undefined;
    },
  };
}

function createMap<V>(
  open: () => Database.Database,
  options: { name: string; maxBytes: number; write: (value: V) => string; read: (text: string) => V },
): SpillingMap<V> {
  const entries = new Map<string, Entry<V>>();
  let bytes = 0;
  let count = 0;
  let disk: ReturnType<typeof createTable> | undefined;

  function makeRoom(): void {
    if (bytes <= options.maxBytes || entries.size < 2) return;
    disk ??= createTable(open(), options.name);
    const leaving: [string, Entry<V>][] = [];
    for (const [key, entry] of entries) {
      if (bytes <= options.maxBytes / 2 || entries.size < 2) break;
      entries.delete(key);
      bytes -= entry.bytes;
      leaving.push([key, entry]);
    }
    disk.write(leaving.map(([key, entry]) => rowOf(key, entry)));
  }

  function rowOf(key: string, { value, bytes: size, order }: Entry<V>): TableRow {
    return [key, options.write(value), size, order];
  }

  function keep(key: string, entry: Entry<V>): void {
    entries.set(key, entry);
    bytes += entry.bytes;
  }

  return {
    get(key) {
      makeRoom();
      const entry = entries.get(key);
      if (entry !== undefined || disk === undefined) return entry?.value;
      const row = disk.find(key);
      if (row === undefined) return undefined;
      const value = options.read(row.text);
      keep(key, { value, bytes: row.bytes, order: row.position });
      return value;
    },
    set(key, value, size, group = 0) {
      makeRoom();
      const order = group * groupSize + count;
      keep(key, { value, bytes: size + key.length * 2 + entryBytes, order });
      count += 1;
    },
    grow(key, more) {
      const entry = entries.get(key);
      if (entry === undefined) return;
      entry.bytes += more;
      bytes += more;
    },
    size: () => count,
    *values() {
      if (disk === undefined) {
        for (const { value } of [...entries.values()].sort((a, b) => a.order - b.order)) yield value;
        return;
      }
      disk.write(Array.from(entries, ([key, entry]) => rowOf(key, entry)));
      for (const { text } of disk.all()) yield options.read(text);
    },
  };
}

function createTable(db: Database.Database, name: string) {
  db.exec(
    `CREATE TABLE "${name}" (key TEXT PRIMARY KEY, text TEXT, bytes INTEGER, position INTEGER) WITHOUT ROWID`,
  );
  const insert = db.prepare<[string, string, number, number]>(
    `INSERT OR REPLACE INTO "${name}" VALUES (?, ?, ?, ?)`,
  );
  const find = db.prepare<[string], Row>(`SELECT text, bytes, position FROM "${name}" WHERE key = ?`);
  const all = db.prepare<[], Row>(`SELECT text, bytes, position FROM "${name}" ORDER BY position`);
  const onDisk = createKeyFilter();
  const write = db.transaction((rows: readonly TableRow[]) => {
    for (const row of rows) {
      onDisk.add(row[0]);
      insert.run(...row);
    }
  });
  return {
    write,
    find: (key: string) => (onDisk.mayHave(key) ? find.get(key) : undefined),
    all: () => all.iterate(),
  };
}

// Two bits a key: at a million keys one look in ninety is in vain.
const filterBits = 2 ** 24;

/** Most keys that are looked up are new ones; this tells so without a look at the disk. */
function createKeyFilter(): { add(key: string): void; mayHave(key: string): boolean } {
  const bits = new Uint32Array(filterBits / 32);
  const has = (bit: number): boolean => ((bits[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  const set = (bit: number): void => {
    bits[bit >>> 5] = (bits[bit >>> 5] ?? 0) | (1 << (bit & 31));
  };
  return {
    add(key) {
      const [high, low] = fingerprint(key);
      set(high % filterBits);
      set(low % filterBits);
    },
    mayHave(key) {
      const [high, low] = fingerprint(key);
      return has(high % filterBits) && has(low % filterBits);
    },
  };
}
