import { crc32 } from 'node:zlib';
import { samplesToSec, secToSamples, speechWindowSamples } from '../../../../shared/sound/audio.ts';
import { noChunks, type ChunkCounts } from '../../../../shared/session/session.ts';
import { createGate } from '../../lifecycle/lifecycle.ts';
import type { ChunkRef, Clock, SpeechDetector } from '../../ports/ports.ts';
import { createChunkCutter, type CutChunk } from './chunk-cutter.ts';
import type { ChunkState, OutboxKey } from './outbox-store.ts';
import { createOutboxJournal, type SaveChunks } from './outbox-journal.ts';

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
  /** The target has read everything up to the chunk that begins with this sample. */
  deliveredUpTo(firstSample: number): void;
  /** After a connection was lost: what is not known to have been read is sent again, in order. */
  requeueUndelivered(): void;
  /** The first chunk that was sent and is not known to have been read. */
  firstOnTheWay(): ChunkRef | null;
  /** Resolves when all that was sent is known to have been read. Rejects when `signal` fires. */
  confirmed(signal: AbortSignal): Promise<void>;
  /** The target does not take the chunk that begins with this sample: it is sent no more by itself. */
  setAside(firstSample: number): void;
  /** Resolves when nothing is on its way any more. Rejects when `signal` fires. */
  settled(signal: AbortSignal): Promise<void>;
  counts(): ChunkCounts;
  /** Seconds of audio that are queued or not yet known to have been read. */
  pendingSec(): number;
  /** Tries no more what failed, and resolves when every state is in the database. */
  close(): Promise<void>;
};

// A disk that is full may be well again in a second.
const retryMs = 1_000;
// What recognisers need around speech to hear its edges.
const marginSec = 0.3;
// A second at a time: an hour's backlog is judged without holding it.
const blockSamples = secToSamples(1);

export function createOutbox(options: {
  key: OutboxKey;
  chunkSec: number;
  /** Tells speech from silence, so that silence is left out; `null` sends everything. */
  detector: SpeechDetector | null;
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  /** Where in the session this outbox begins, samples; what lies before is not its business. */
  firstSample: number;
  /** What an earlier run left undelivered, in order; `firstSample` lies behind it. */
  undelivered: readonly ChunkRef[];
  saveChunks: SaveChunks;
  clock: Clock;
  onSent: (chunk: ChunkRef) => void;
  /** So many samples of silence are not sent. */
  onLeftOut: (sampleCount: number) => void;
  onProblem: (error: unknown) => void;
}): Outbox {
  const { clock, undelivered } = options;
  const cutter = createChunkCutter({
    firstSample: options.firstSample,
    chunkSamples: secToSamples(options.chunkSec),
    leadSamples: secToSamples(marginSec),
    hangoverSamples: secToSamples(marginSec),
    windowSamples: speechWindowSamples,
  });
  const journal = createOutboxJournal(options);
  const counts: ChunkCounts = { ...noChunks, captured: undelivered.length, pending: undelivered.length };
  const queue: ChunkRef[] = [...undelivered];
  const onTheWay: ChunkRef[] = [];
  const gate = createGate();
  let recordedSamples = options.firstSample;
  let judgedSamples = options.firstSample;
  let cutSamples = options.firstSample;
  let finished = false;
  let isRestCut = false;
  let closed = false;
  let cutting: Promise<void> | null = null;
  let cancelRetry = (): void => undefined;

  const isWorkLeft = (): boolean => judgedSamples < recordedSamples || (finished && !isRestCut);

  async function cutAll(): Promise<void> {
    while (judgedSamples < recordedSamples) {
      const count = Math.min(recordedSamples - judgedSamples, blockSamples);
      const pcm = await options.read(judgedSamples, count);
      judgedSamples += count;
      await add(cutter.advance(judgedSamples, judge(pcm)));
    }
    if (!finished || isRestCut) return;
    isRestCut = true;
    await add(cutter.finish(judgedSamples));
  }

  /** Decisions for the windows that are complete now. */
  function judge(pcm: Int16Array): boolean[] {
    if (options.detector !== null) return options.detector.push(pcm);
    const windows = (samples: number): number =>
      Math.floor((samples - options.firstSample) / speechWindowSamples);
    return Array.from({ length: windows(judgedSamples) - windows(judgedSamples - pcm.length) }, () => true);
  }

  async function add(chunks: readonly CutChunk[]): Promise<void> {
    for (const { firstSample, sampleCount, silent } of chunks) {
      const pcm = await options.read(firstSample, sampleCount);
      const crc = crc32(Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength));
      cutSamples = firstSample + sampleCount;
      // The audio is on disk. Should this line of the journal be lost with the process, the next start cuts the
      // chunk again from there, so the chunk need not wait for the database.
      journal.add({ kind: 'cut', firstSample, sampleCount, crc, silent });
      counts.captured += 1;
      if (silent) {
        counts.silent += 1;
        options.onLeftOut(sampleCount);
        continue;
      }
      counts.pending += 1;
      queue.push({ firstSample, sampleCount, crc, attempts: 0 });
      gate.wake();
    }
  }

  function cut(): void {
    if (cutting !== null || !isWorkLeft()) {
      if (finished) gate.wake();
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
        if (!closed) cancelRetry = clock.after(retryMs, cut);
      },
    );
  }

  function mark({ firstSample }: ChunkRef, state: ChunkState): void {
    journal.add({ kind: 'state', firstSample, state });
  }

  const drained = (): boolean => finished && cutting === null && !isWorkLeft() && queue.length === 0;

  return {
    recorded(samples) {
      recordedSamples = Math.max(recordedSamples, samples);
      cut();
    },
    finish() {
      finished = true;
      cut();
    },
    async next(signal) {
      let chunk: ChunkRef | undefined;
      const take = (): boolean => {
        chunk = queue.shift();
        return chunk !== undefined || drained();
      };
      await gate.until(take, signal);
      return chunk ?? null;
    },
    sent(chunk) {
      counts.sent += chunk.attempts === 0 ? 1 : 0;
      counts.retried += chunk.attempts === 0 ? 0 : 1;
      onTheWay.push({ ...chunk, attempts: chunk.attempts + 1 });
      options.onSent(chunk);
      mark(chunk, 'sent');
    },
    deliveredUpTo(firstSample) {
      while (onTheWay[0] !== undefined && onTheWay[0].firstSample <= firstSample) {
        mark(onTheWay[0], 'delivered');
        onTheWay.shift();
        counts.delivered += 1;
        counts.pending -= 1;
      }
      gate.wake();
    },
    requeueUndelivered() {
      queue.unshift(...onTheWay.splice(0));
      gate.wake();
    },
    firstOnTheWay: () => onTheWay[0] ?? null,
    confirmed: (signal) => gate.until(() => onTheWay.length === 0, signal),
    setAside(firstSample) {
      for (const list of [queue, onTheWay]) {
        const at = list.findIndex((chunk) => chunk.firstSample === firstSample);
        const [chunk] = at < 0 ? [] : list.splice(at, 1);
        if (chunk === undefined) continue;
        counts.pending -= 1;
        mark(chunk, 'refused');
      }
      gate.wake();
    },
    settled: (signal) => gate.until(() => drained() && onTheWay.length === 0, signal),
    counts: () => ({ ...counts }),
    pendingSec() {
      const held = [...queue, ...onTheWay].reduce((sum, chunk) => sum + chunk.sampleCount, 0);
      return samplesToSec(held + Math.max(0, recordedSamples - cutSamples));
    },
    async close() {
      closed = true;
      cancelRetry();
      while (cutting !== null) await cutting;
      options.detector?.close();
      await journal.close();
    },
  };
}
