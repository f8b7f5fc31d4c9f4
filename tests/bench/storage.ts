import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventWrites } from '../../src/main/core/events/event-store.ts';
import { frameEvent } from '../../src/main/core/events/frame-event.ts';
import { createRecorder } from '../../src/main/core/events/recorder.ts';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { migrate } from '../../src/main/core/database/migrate.ts';
import { migrations } from '../../src/main/core/database/migrations.ts';
import { openDatabase } from '../../src/main/core/database/open-database.ts';
import { startDatabaseWorker } from '../../src/main/core/storage/worker-client.ts';
import type { WriterStores } from '../../src/main/core/threads/threads.ts';
import type { EventDraft, StampedEvent } from '../../src/shared/events/events.ts';
import { audioChunk } from '../../src/shared/protocol/client-messages.ts';
import { decodeFrame } from '../../src/shared/protocol/decode.ts';
import type { Bench } from './bench.ts';
import { removeFolder } from '../support/remove-folder.ts';

type Cost = { eventsPerSec: number; mainThreadUsPerEvent: number };

const rounds = 3;
// As many as the recorder's waiting room takes at once.
const eventsAtOnce = 5_000;
const commitsAlone = 1_000;

/**
 * Storing events by the recorder and its writer thread, against the plain way: one insert and one commit an
 * event on the main thread, into the same schema on the same disk, waiting for the disk as well.
 */
export const storageBench: Bench = {
  name: 'storage',
  title: 'Storing events (synchronous FULL, the real schema, a temporary folder)',
  async run(report) {
    const events = meetingEvents(eventsAtOnce);
    const worker: Cost[] = [];
    const alone: Cost[] = [];
    const batched: Cost[] = [];
    // In turns, so that a disk that is busy for a while slows down each of them.
    for (let round = 0; round < rounds; round += 1) {
      worker.push(await inFolder((path) => byRecorder(path, events)));
      alone.push(await inFolder((path) => onMainThread(path, events.slice(0, commitsAlone), 1)));
      batched.push(await inFolder((path) => onMainThread(path, events, 500)));
    }
    const recorderRate = median(worker.map(({ eventsPerSec }) => eventsPerSec));
    const aloneRate = median(alone.map(({ eventsPerSec }) => eventsPerSec));
    const recorderCpu = median(worker.map(({ mainThreadUsPerEvent }) => mainThreadUsPerEvent));
    const aloneCpu = median(alone.map(({ mainThreadUsPerEvent }) => mainThreadUsPerEvent));
    const batchedCpu = median(batched.map(({ mainThreadUsPerEvent }) => mainThreadUsPerEvent));

    report({ figure: 'recorder and writer thread', value: recorderRate, unit: 'events/s' });
    report({ figure: 'one commit an event', value: aloneRate, unit: 'events/s' });
    report({
      figure: 'times as fast',
      value: recorderRate / aloneRate,
      unit: 'x',
      limit: { atLeast: 2 },
    });
    report({ figure: 'main thread, recorder', value: recorderCpu, unit: 'µs CPU/event' });
    report({ figure: 'main thread, one commit an event', value: aloneCpu, unit: 'µs CPU/event' });
    report({ figure: 'main thread, commits of 500 events', value: batchedCpu, unit: 'µs CPU/event' });
    report({
      figure: "main thread's share of one commit an event",
      value: recorderCpu / aloneCpu,
      unit: 'x',
      limit: { atMost: 0.25 },
    });
  },
};

async function byRecorder(databasePath: string, events: readonly EventDraft[]): Promise<Cost> {
  const writer = await startDatabaseWorker<WriterStores>(
    new URL('../../src/main/core/threads/writer-worker.ts', import.meta.url),
    { databasePath, readonly: false },
  );
  const recorder = createRecorder({
    clock: createSystemClock(),
    insert: (batch) => writer.stores.events.insert(batch),
    publish: () => undefined,
    onProblem: (problem) => {
      if (problem !== null) throw problem;
    },
  });
  const cost = await measure(events.length, async () => {
    for (const event of events) recorder.record(event);
    await recorder.flush();
  });
  await recorder.stop();
  await writer.stop();
  return cost;
}

async function onMainThread(path: string, events: readonly EventDraft[], perCommit: number): Promise<Cost> {
  const clock = createSystemClock();
  const db = openDatabase(path);
  migrate(db, migrations);
  const store = eventWrites(db);
  const cost = await measure(events.length, () => {
    for (let at = 0; at < events.length; at += perCommit) {
      const stamps = { wallMs: clock.nowMs(), monoMs: clock.monotonicMs() };
      store.insert(
        events.slice(at, at + perCommit).map((event) => ({ ...absent, ...event, ...stamps }) as StampedEvent),
      );
    }
  });
  db.close();
  return cost;
}

const absent = { bytes: null, raw: null, fields: {}, reason: null };

async function measure(events: number, run: () => Promise<void> | void): Promise<Cost> {
  const startMs = performance.now();
  const startCpu = process.threadCpuUsage();
  await run();
  const cpu = process.threadCpuUsage(startCpu);
  return {
    eventsPerSec: events / ((performance.now() - startMs) / 1_000),
    mainThreadUsPerEvent: (cpu.user + cpu.system) / events,
  };
}

async function inFolder(run: (databasePath: string) => Promise<Cost>): Promise<Cost> {
  const folder = await mkdtemp(join(tmpdir(), 'scrumbot-bench-'));
  try {
    return await run(join(folder, 'scrumbot.db'));
  } finally {
    await removeFolder(folder);
  }
}

/** The frames of a meeting as they are recorded: three chunks of a second, then a result and an update. */
function meetingEvents(count: number): EventDraft[] {
  const dataBase64 = randomBytes(32_000).toString('base64');
  const where = { sessionId: 's1', target: 'built-in', connectionId: 'c1', generation: 1 };
  return Array.from({ length: count }, (_, n) => {
    const isChunk = n % 5 < 3;
    const raw = JSON.stringify(isChunk ? chunk(dataBase64, n) : answer(n));
    const frame = decodeFrame(raw);
    if (!frame.ok) throw new Error(frame.reason);
    const direction = isChunk ? 'out' : 'in';
    return frameEvent({ ...where, direction, raw, message: frame.message, reason: null });
  });
}

function chunk(dataBase64: string, n: number): object {
  return audioChunk({ dataBase64, byteLength: 32_000, meetingId: 'm1', chunkId: `chunk-${n}`, atMs: n });
}

function answer(n: number): object {
  const text = 'We will finish the review of the login page today and ship it on Friday morning.';
  const body = { meetingId: 'm1', timestamp: new Date(n).toISOString(), speaker: 'Speaker 1' };
  return n % 5 === 3
    ? {
        type: 'TRANSCRIPTION_RESULT',
        data: { ...body, text, confidence: 0.93, chunkId: `srv-${n}`, is_final: false },
      }
    : { type: 'MEETING_UPDATE', data: { ...body, latestTranscript: text, participants: ['Speaker 1'] } };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
