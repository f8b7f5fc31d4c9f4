import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventReads, eventWrites } from '../../../src/main/core/events/event-store.ts';
import { createLogWatch } from '../../../src/main/core/events/log-watch.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import { createWriterStores } from '../../../src/main/core/threads/threads.ts';
import type { EventDraft } from '../../../src/shared/events/events.ts';
import { pino } from 'pino';
import { migrate } from '../../../src/main/core/database/migrate.ts';
import { migrations } from '../../../src/main/core/database/migrations.ts';
import { askForCheck } from '../../../src/main/core/database/check-database.ts';
import { openDatabase } from '../../../src/main/core/database/open-database.ts';
import { openOrSalvage } from '../../../src/main/core/database/open-or-salvage.ts';
import { startTestCore } from '../../support/core.ts';
import { heard } from '../../support/event-database.ts';
import { runScrumbot } from '../../support/scrumbot.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';

const count = 300;

/** A closed database with `count` events; `wal` leaves the last third of them in the -wal file. */
async function makeDatabase(options: { wal: boolean } = { wal: false }): Promise<string> {
  const folder = await makeTemporaryFolder();
  const path = join(folder, 'scrumbot.db');
  const db = openDatabase(path);
  migrate(db, migrations);
  const store = eventWrites(db);
  const batch = (from: number, to: number): void =>
    void store.insert(
      Array.from({ length: to - from }, (_, n) =>
        heard(`words of event ${from + n}`, { fields: { n: from + n } }),
      ),
    );
  batch(0, options.wal ? 200 : count);
  db.pragma('wal_checkpoint(TRUNCATE)');
  if (!options.wal) {
    db.close();
    return path;
  }
  batch(200, count);
  // What a killed process leaves is what lies there while the database is open.
  const left = join(folder, 'left', 'scrumbot.db');
  await mkdir(dirname(left));
  for (const suffix of ['', '-wal', '-shm']) await copyFile(path + suffix, left + suffix);
  db.close();
  return left;
}

/** The same numbers for the same seed. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761 + 1;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % below;
  };
}

async function flipBytes(path: string, from: number, to: number, seed: number): Promise<void> {
  const random = randomFrom(seed);
  const file = await open(path, 'r+');
  for (let n = 0; n < 8; n += 1) {
    const at = from + random(to - from);
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, at);
    byte[0] = (byte[0] ?? 0) ^ (1 + random(255));
    await file.write(byte, 0, 1, at);
  }
  await file.close();
}

/** Opens what there is, as a start after damage does, and answers how many events are there and can be read. */
function openAfterFault(path: string): { readable: number; movedTo: string | null } {
  askForCheck(path);
  const { db, salvaged } = openOrSalvage(path);
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const reads = eventReads(db);
    const events = reads.list({ afterSeq: 0, limit: 10_000 });
    expect(events.length).toBe(reads.countAll());
    eventWrites(db).insert([heard('life goes on')]);
    expect(reads.list({ text: 'goes on' })).toHaveLength(1);
    return { readable: events.length, movedTo: salvaged?.movedTo ?? null };
  } finally {
    db.close();
  }
}

describe('fault 23: bytes of the database are flipped', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);

  it('fault 23: 100 times in the header, the middle or the log: it opens, or is moved aside and salvaged', async () => {
    const whole = { file: await makeDatabase(), log: await makeDatabase({ wal: true }) };
    const saved: number[] = [];
    for (const seed of seeds) {
      const place = (['header', 'middle', 'log'] as const)[seed % 3] ?? 'middle';
      const source = place === 'log' ? whole.log : whole.file;
      const path = join(await makeTemporaryFolder(), 'scrumbot.db');
      await copyFile(source, path);
      if (place === 'log') await copyFile(`${source}-wal`, `${path}-wal`);
      const { size } = await stat(place === 'log' ? `${path}-wal` : path);
      if (place === 'header') await flipBytes(path, 0, 100, seed);
      else if (place === 'middle') await flipBytes(path, 100, size, seed);
      else await flipBytes(`${path}-wal`, 0, size, seed);

      const { readable, movedTo } = openAfterFault(path);
      if (movedTo !== null) {
        expect(existsSync(movedTo), `seed ${seed}`).toBe(true);
        saved.push(readable);
      }
      // Of a log that is damaged, SQLite itself takes what was whole before the damage.
      if (place === 'log') expect(readable, `seed ${seed}`).toBeGreaterThanOrEqual(150);
      if (place === 'header') expect(readable, `seed ${seed}`).toBe(count);
    }
    expect(saved.length).toBeGreaterThan(10);
    expect(saved.reduce((sum, one) => sum + one, 0) / saved.length).toBeGreaterThan(count * 0.75);
  });

  it('fault 23: a start tells what was saved, as an event and an alert, and goes on', async () => {
    const path = await makeDatabase();
    await writeFile(path, Buffer.concat([Buffer.alloc(100, 7), (await readFile(path)).subarray(100)]));
    const core = await startTestCore({ home: dirname(path) });
    await expect
      .poll(() => core.alerts.list({ limit: 10, openOnly: true }))
      .toMatchObject([
        { rule: 'database', sentence: expect.stringContaining(`holds the ${count} events`) as string },
      ]);
    await expect
      .poll(() => core.handlers['events.list']({ type: 'storage.database-salvaged', limit: 10 }))
      .toHaveLength(1);
    expect((await readdir(dirname(path))).some((name) => name.includes('.damaged-'))).toBe(true);
  });

  it('fault 23: damage that is found while it runs is repaired, and nothing recorded meanwhile is lost', async () => {
    const path = await makeDatabase();
    const core = await startTestCore({ home: dirname(path), resumesDelivery: true });
    // Behind the back of SQLite, in the pages of rows, as a failing disk does it.
    const { size } = await stat(path);
    const file = await open(path, 'r+');
    await file.write(Buffer.alloc(4_096, 0xee), 0, 4_096, Math.floor(size / 2 / 4_096) * 4_096);
    await file.close();
    await expect
      .poll(() => core.alerts.list({ limit: 10, openOnly: true }))
      .toMatchObject([{ rule: 'database' }]);
    await expect
      .poll(async () => (await core.handlers['events.list']({ afterSeq: 0, limit: 10_000 })).length)
      .toBeGreaterThan(count * 0.75);
    await expect
      .poll(() => core.handlers['events.list']({ type: 'storage.database-salvaged', limit: 10 }))
      .toHaveLength(1);
  });

  it('fault 23: a database that another process has open is not touched, and said so', async () => {
    const path = await makeDatabase();
    await writeFile(path, Buffer.alloc(8_192, 7));
    await writeFile(`${path}.open-${process.ppid}`, '');
    expect(() => openOrSalvage(path)).toThrow(/has it open. Stop that one/);
    expect((await readFile(path)).equals(Buffer.alloc(8_192, 7))).toBe(true);
  });
});

describe('fault 24: files of the database are gone or empty', () => {
  it.each(['-wal', '-shm'])('fault 24: opens when %s was deleted', async (suffix) => {
    const path = await makeDatabase({ wal: true });
    await rm(path + suffix);
    const { readable, movedTo } = openAfterFault(path);
    expect(movedTo).toBeNull();
    expect(readable).toBe(suffix === '-wal' ? 200 : count);
  });

  it.each(['', '-wal', '-shm'])(
    'fault 24: opens when the file scrumbot.db%s has no length',
    async (suffix) => {
      const path = await makeDatabase({ wal: true });
      await truncate(path + suffix, 0);
      openAfterFault(path);
    },
  );

  it('fault 24: a file cut in the middle is salvaged', async () => {
    const path = await makeDatabase();
    await truncate(path, Math.floor((await stat(path)).size / 2 / 4_096) * 4_096);
    const { movedTo } = openAfterFault(path);
    expect(movedTo).not.toBeNull();
  });
});

describe('fault 25: a reader that does not finish', () => {
  async function growBehindReader(whose: 'ours' | 'another') {
    const path = await makeDatabase();
    const db = openDatabase(path);
    const reader = openDatabase(path, { readonly: true });
    onTestFinished(() => {
      reader.close();
      db.close();
    });
    reader.exec('BEGIN; SELECT count(*) FROM events');
    const recorded: EventDraft[] = [];
    const writes = createWriterStores(db);
    const watch = createLogWatch({
      databasePath: path,
      clock: createSystemClock(),
      log: pino({ level: 'silent' }),
      record: (draft) => recorded.push(draft),
      checkpoint: () => Promise.resolve(writes.retention.checkpoint()),
      restartReader() {
        if (whose === 'ours') reader.exec('ROLLBACK');
        return Promise.resolve();
      },
      maxBytes: 1_000_000,
    });
    const grow = (): void =>
      void writes.events.insert(Array.from({ length: 500 }, () => heard('word '.repeat(300))));
    for (let n = 0; n < 5; n += 1) grow();
    expect((await stat(`${path}-wal`)).size).toBeGreaterThan(1_000_000);
    watch.committed();
    await watch.stop();
    const bytes = (await stat(`${path}-wal`)).size;
    grow();
    return { recorded, grown: (await stat(`${path}-wal`)).size - bytes };
  }

  it('fault 25: is started again when it is ours, and the log grows no further', async () => {
    const { recorded, grown } = await growBehindReader('ours');
    expect(recorded).toEqual([]);
    expect(grown).toBe(0);
  });

  it('fault 25: is told of when it is another program', async () => {
    const { recorded } = await growBehindReader('another');
    expect(recorded).toMatchObject([
      { type: 'storage.log-grows', reason: expect.stringContaining('Close that program') as string },
    ]);
  });
});

describe('fault 26: migrations', () => {
  it('fault 26: a newer schema is refused with exit code 5 and what to do, and left as it is', async () => {
    const path = await makeDatabase();
    const db = openDatabase(path);
    db.exec(`CREATE TABLE from_the_future (n); PRAGMA user_version = ${migrations.length + 1}`);
    db.close();
    const { code, stderr } = await runScrumbot(['events', 'list'], { home: dirname(path) });
    expect(code).toBe(5);
    expect(stderr).toContain('Update the program');
    expect((await readdir(dirname(path))).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('fault 26: a migration that is killed half-way is rolled back, and done the next time', async () => {
    const path = await makeDatabase();
    const script = fileURLToPath(new URL('./migrating-process.ts', import.meta.url));
    const child = spawn(process.execPath, [script, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');

    const db = openDatabase(path);
    onTestFinished(() => void db.close());
    const half = "SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'";
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(db.prepare(half).get()).toEqual({ n: 0 });
    migrate(db, [...migrations, 'CREATE TABLE half (n)']);
    expect(db.prepare(half).get()).toEqual({ n: 1 });
    expect(eventReads(db).countAll()).toBe(count);
  });

  it('fault 26: a number in the header that was damaged is set right by what the tables are', async () => {
    for (const wrong of [0, 1, migrations.length + 5]) {
      const path = await makeDatabase();
      const db = openDatabase(path);
      onTestFinished(() => void db.close());
      db.pragma(`user_version = ${wrong}`);
      migrate(db, migrations);
      expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
      expect(eventReads(db).countAll()).toBe(count);
    }
  });
});
