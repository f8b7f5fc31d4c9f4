import type { Database } from 'better-sqlite3';
import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventWrites } from '../../src/main/core/events/event-store.ts';
import { migrate } from '../../src/main/core/database/migrate.ts';
import { migrations } from '../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { createReaderStores, createWriterStores } from '../../src/main/core/threads/threads.ts';
import type { EventFilter, StampedEvent } from '../../src/shared/events/events.ts';
import type { Bench, Figure } from './bench.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Report = (figure: Figure) => void;

const events = 1_000_000;
const eventsPerSession = 20_000;
const perBatch = 500;
// Ten a second, so that five minutes are 3,000 of a million.
const eventEveryMs = 100;
const startMs = Date.UTC(2026, 0, 1);

/** Asking and filling a store of a million events: pages, searches, counts, and what the index of words costs. */
export const storeBench: Bench = {
  name: 'store',
  title: 'The event store (a million events, the real schema, a temporary folder)',
  async run(report) {
    const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
    try {
      compareWriting(folder, report);
      const path = join(folder, 'scrumbot.db');
      fill(path);
      report({ figure: 'size of the file', value: (await stat(path)).size / 1e6, unit: 'MB' });
      measureReads(path, report);
      await measureRetention(path, report);
    } finally {
      await removeFolder(folder);
    }
  },
};

/** The writer's own work with and without the index of words, in turns; each commit waits for the disk. */
function compareWriting(folder: string, report: Report): void {
  const rounds = 3;
  const rates = { words: [] as number[], plain: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    for (const variant of ['words', 'plain'] as const) {
      const db = openDatabase(join(folder, `${variant}-${round}.db`));
      migrate(db, migrations);
      // The same table under the same name, which takes words in and does nothing with them.
      if (variant === 'plain') withoutIndex(db);
      const store = eventWrites(db);
      const count = 50_000;
      const began = performance.now();
      for (let at = 0; at < count; at += perBatch) store.insert(batch(at));
      rates[variant].push(count / ((performance.now() - began) / 1_000));
      db.close();
    }
  }
  const [words, plain] = [median(rates.words), median(rates.plain)];
  report({
    figure: 'written with the index of words',
    value: words,
    unit: 'events/s',
    limit: { atLeast: 5_000 },
  });
  report({ figure: 'written without it', value: plain, unit: 'events/s' });
  report({ figure: 'share of the rate that is left', value: words / plain, unit: 'x' });
}

function withoutIndex(db: Database): void {
  db.exec(`
    DROP TRIGGER event_words_follow;
    DROP TABLE event_words;
    CREATE TABLE none (words TEXT);
    CREATE VIEW event_words AS SELECT 1 AS rowid, words FROM none;
    CREATE TRIGGER no_words INSTEAD OF INSERT ON event_words BEGIN SELECT 1; END;`);
}

function fill(path: string): void {
  const db = openDatabase(path);
  migrate(db, migrations);
  db.pragma('synchronous = OFF');
  const store = eventWrites(db);
  for (let at = 0; at < events; at += perBatch) store.insert(batch(at));
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
}

function measureReads(path: string, report: Report): void {
  const db = openDatabase(path, { readonly: true });
  const reads = createReaderStores(db);
  const ask = (figure: string, filter: EventFilter, atMostMs?: number): void => {
    const limit = atMostMs === undefined ? {} : { limit: { atMost: atMostMs } };
    report({ figure, value: timed(() => reads.events.list(filter)), unit: 'ms', ...limit });
  };
  const middle = events / 2;
  const session = `s${middle / eventsPerSession}`;
  const type = 'TRANSCRIPTION_RESULT';
  ask('last 200', { limit: 200 }, 2);
  ask('200 in the middle, by cursor', { limit: 200, beforeSeq: middle }, 2);
  ask('200 of a type in a session', { limit: 200, type, sessionId: session }, 20);
  ask('200 received in a session', { limit: 200, direction: 'in', sessionId: session }, 20);
  ask('200 of a kind that is rare', { limit: 200, kind: 'gap' }, 20);
  ask('search, newest 50, a word that is everywhere', { limit: 50, text: 'review' }, 20);
  ask('search, newest 50, two words', { limit: 50, text: 'login planning' }, 20);
  ask('search, newest 50, a word that is rare', { limit: 50, text: 'pineapple' }, 20);
  ask('search, newest 50, the beginning of a word', { limit: 50, text: 'rev' });
  ask('search, newest 50, a word in a session', { limit: 50, text: 'review', sessionId: session }, 20);
  ask('search, newest 50, a word in a type', { limit: 50, text: 'review', type }, 20);
  ask(
    'search, newest 50, a word in a type that never has it',
    { limit: 50, text: 'review', type: 'ERROR' },
    20,
  );

  const sinceMs = startMs + events * eventEveryMs - 5 * 60_000;
  const recent = timed(() => reads.events.countMatching({ sinceMs }));
  // The same question, of all times. A bare count(*) is no measure: SQLite adds up what its pages say they hold.
  const whole = timed(() => reads.events.countMatching({ sinceMs: 0 }));
  report({ figure: 'count and range of the last 5 minutes', value: recent, unit: 'ms' });
  report({ figure: 'the same of the whole table', value: whole, unit: 'ms' });
  report({ figure: 'share of the whole', value: recent / whole, unit: 'x', limit: { atMost: 1 / 20 } });
  report({ figure: 'a bare count(*)', value: timed(() => reads.events.countAll()), unit: 'ms' });
  const counted = (figure: string, conditions: Parameters<typeof reads.events.countMatching>[0]): void =>
    report({
      figure: `count: ${figure}`,
      value: timed(() => reads.events.countMatching(conditions)),
      unit: 'ms',
    });
  counted('a word that is everywhere', { text: 'review' });
  counted('what was received (no index)', { direction: 'in' });
  report({
    figure: 'types and sessions to filter by',
    value: timed(() => [reads.events.listTypes(), reads.events.listSessions()]),
    unit: 'ms',
  });
  db.close();
}

/** The steps of pruning half of the store: how long one keeps the writer from its batches. */
async function measureRetention(path: string, report: Report): Promise<void> {
  const db = openDatabase(path);
  const writes = createWriterStores(db);
  const sizeBefore = (await stat(path)).size;
  const steps: number[] = [];
  const step = <T>(run: () => T): T => {
    const began = performance.now();
    const answer = run();
    steps.push(performance.now() - began);
    return answer;
  };
  const began = performance.now();
  const beforeMs = startMs + (events / 2) * eventEveryMs;
  let fromMs = 0;
  for (;;) {
    const { deleted, reached } = step(() => writes.retention.pruneByAge({ fromMs, beforeMs, limit: 500 }));
    fromMs = reached;
    if (deleted < 500) break;
  }
  for (
    let isFirst = true;
    step(() => writes.retention.compactWords({ pages: 100, isFirst }));
    isFirst = false
  );
  while (step(() => writes.retention.giveBackPages(500)) > 0);
  const tookMs = performance.now() - began;
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  report({ figure: 'pruning half of it', value: tookMs / 1_000, unit: 's' });
  report({ figure: 'a step of it, median', value: median(steps), unit: 'ms' });
  report({ figure: 'a step of it, 99 of 100', value: quantile(steps, 0.99), unit: 'ms' });
  report({
    figure: 'size of the file afterwards, of before',
    value: (await stat(path)).size / sizeBefore,
    unit: 'x',
    limit: { atMost: 0.6 },
  });
}

const words =
  'we will finish the review of login page today and ship it on friday morning team sprint planning task backlog'.split(
    ' ',
  );

function batch(at: number): StampedEvent[] {
  return Array.from({ length: perBatch }, (_, n) => eventNumber(at + n));
}

/** Three chunks, then a result and an update; now and then a gap. */
function eventNumber(n: number): StampedEvent {
  const place = n % 5;
  const where = {
    wallMs: startMs + n * eventEveryMs,
    monoMs: n * eventEveryMs,
    sessionId: `s${Math.floor(n / eventsPerSession)}`,
    target: 'built-in',
    connectionId: `c${Math.floor(n / eventsPerSession)}`,
    generation: 1,
    reason: null,
  };
  if (n % 10_007 === 0) {
    return {
      ...where,
      kind: 'gap',
      type: 'capture.gap',
      direction: null,
      bytes: null,
      raw: null,
      fields: {},
      reason: 'The device was unplugged.',
    };
  }
  const message =
    place < 3
      ? {
          type: 'AUDIO_CHUNK',
          data: `[audio 32000 bytes sha256:${'ab'.repeat(32)}]`,
          chunkId: `chunk-${n}`,
          timestamp: new Date(where.wallMs).toISOString(),
          metadata: {
            platform: 'desktop_app',
            chunkSize: 32_000,
            sampleRate: 16_000,
            channels: 1,
            sampleWidth: 2,
          },
        }
      : {
          type: place === 3 ? 'TRANSCRIPTION_RESULT' : 'MEETING_UPDATE',
          data: {
            text: said(n),
            confidence: 0.93,
            chunkId: `srv-${n}`,
            is_final: false,
            timestamp: new Date(where.wallMs).toISOString(),
          },
        };
  const raw = JSON.stringify(message);
  return {
    ...where,
    kind: 'frame',
    type: message.type,
    direction: place < 3 ? 'out' : 'in',
    bytes: raw.length,
    raw,
    fields: { chunkId: place < 3 ? `chunk-${n}` : `srv-${n}` },
  };
}

/** Fifteen words by the number; one of ten thousand is rare. */
function said(n: number): string {
  const spoken = Array.from(
    { length: 15 },
    (_, place) => words[(n * 31 + place * 7 + (n >> 5)) % words.length],
  );
  return `${spoken.join(' ')}${n % 50_003 < 5 ? ' pineapple' : ''}`;
}

/** The median of nine, after one that fills the caches. */
function timed(run: () => unknown): number {
  run();
  const times = Array.from({ length: 9 }, () => {
    const began = performance.now();
    run();
    return performance.now() - began;
  });
  return median(times);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
