import { crc32 } from 'node:zlib';
import { secToSamples } from '../../../shared/audio.ts';
import type { ChunkCounts } from '../../../shared/session.ts';
import type { Clock } from '../ports.ts';
import type { ChunkRef, ChunkState, NewChunk } from './outbox-store.ts';

/** The chunks of one session on their way to one target, as references into the recording. */
export type Outbox = {
  /** Tells that so many samples of the session are on disk; whole chunks among them are queued. */
  recorded(samples: number): void;
  /** No more audio will come: the rest is queued as a shorter chunk. */
  finish(): void;
  /** The next chunk to send; `null` when all are sent and no more will come. Rejects when `signal` fires. */
  next(signal: AbortSignal): Promise<ChunkRef | null>;
  /** The chunk was handed to the socket. */
  sent(chunk: ChunkRef): void;
  /** The target has read everything up to this chunk. */
  deliveredUpTo(chunkId: number): void;
  /** After a connection was lost: what is not known to have been read is sent again, in order. */
  requeueUndelivered(): void;
  /** Resolves when nothing is on its way any more. Rejects when `signal` fires. */
  settled(signal: AbortSignal): Promise<void>;
  counts(): ChunkCounts;
  /** Tries no more what failed, and resolves when every state is in the database. */
  close(): Promise<void>;
};

export type OutboxPersistence = {
  enqueueChunk(chunk: NewChunk): Promise<number>;
  markChunks(changes: readonly { id: number; state: ChunkState }[]): Promise<void>;
};

// A disk that is full or a database that is locked may be well again in a second.
const retryMs = 1_000;

export function createOutbox(options: {
  sessionId: string;
  target: string;
  track: string;
  chunkSec: number;
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  persistence: OutboxPersistence;
  clock: Clock;
  onProblem: (error: unknown) => void;
}): Outbox {
  const { sessionId, target, track, persistence } = options;
  const chunkSamples = secToSamples(options.chunkSec);
  const counts: ChunkCounts = { captured: 0, silent: 0, sent: 0, delivered: 0, retried: 0, pending: 0 };
  const queue: ChunkRef[] = [];
  const onTheWay: ChunkRef[] = [];
  const waiting = new Set<() => void>();
  let recordedSamples = 0;
  let cutSamples = 0;
  let finished = false;
  let closed = false;
  let cancelRetry = (): void => undefined;
  let cutting: Promise<void> | null = null;
  let marks: { id: number; state: ChunkState }[] = [];
  let marking: Promise<void> = Promise.resolve();

  function wake(): void {
    const wakened = [...waiting];
    waiting.clear();
    for (const go of wakened) go();
  }

  async function until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    while (!condition()) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          waiting.delete(go);
          resolve();
        };
        waiting.add(go);
        signal.addEventListener('abort', go, { once: true });
      });
    }
  }

  function availableSamples(): number {
    const uncut = recordedSamples - cutSamples;
    if (uncut >= chunkSamples) return chunkSamples;
    return finished ? uncut : 0;
  }

  async function cutAll(): Promise<void> {
    for (let count = availableSamples(); count > 0; count = availableSamples()) {
      const pcm = await options.read(cutSamples, count);
      const crc = crc32(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
      const chunk = { sessionId, target, track, firstSample: cutSamples, sampleCount: count, crc };
      // On disk before it is sent: what a restart would not know of must not be on its way.
      const id = await persistence.enqueueChunk(chunk);
      cutSamples += count;
      queue.push({ id, firstSample: chunk.firstSample, sampleCount: count, crc, attempts: 0 });
      counts.captured += 1;
      counts.pending += 1;
      wake();
    }
  }

  function cut(): void {
    if (cutting !== null || availableSamples() === 0) {
      if (finished) wake();
      return;
    }
    cutting = cutAll().then(
      () => {
        cutting = null;
        cut();
      },
      (error: unknown) => {
        cutting = null;
        options.onProblem(error);
        if (!closed) cancelRetry = options.clock.after(retryMs, cut);
      },
    );
  }

  function mark(id: number, state: ChunkState): void {
    marks.push({ id, state });
    if (marks.length > 1) return;
    // One transaction for all that changes while the one before is being written.
    marking = marking.then(async () => {
      const batch = marks;
      marks = [];
      await persistence.markChunks(batch).catch((error: unknown) => {
        marks = [...batch, ...marks];
        options.onProblem(error);
      });
    });
  }

  const drained = (): boolean =>
    finished && cutting === null && availableSamples() === 0 && queue.length === 0;

  return {
    recorded(samples) {
      recordedSamples = samples;
      cut();
    },
    finish() {
      finished = true;
      cut();
    },
    async next(signal) {
      await until(() => queue.length > 0 || drained(), signal);
      return queue.shift() ?? null;
    },
    sent(chunk) {
      counts.sent += chunk.attempts === 0 ? 1 : 0;
      counts.retried += chunk.attempts === 0 ? 0 : 1;
      onTheWay.push({ ...chunk, attempts: chunk.attempts + 1 });
      mark(chunk.id, 'sent');
    },
    deliveredUpTo(chunkId) {
      while (onTheWay[0] !== undefined && onTheWay[0].id <= chunkId) {
        mark(onTheWay[0].id, 'delivered');
        onTheWay.shift();
        counts.delivered += 1;
        counts.pending -= 1;
      }
      wake();
    },
    requeueUndelivered() {
      queue.unshift(...onTheWay.splice(0));
      wake();
    },
    settled: (signal) => until(() => drained() && onTheWay.length === 0, signal),
    counts: () => ({ ...counts }),
    async close() {
      closed = true;
      cancelRetry();
      while (cutting !== null) await cutting;
      await marking;
    },
  };
}
