import { samplesToSec, secToSamples } from '../../../../shared/sound/audio.ts';
import { noChunks } from '../../../../shared/session/no-counts.ts';
import type { ChunkCounts } from '../../../../shared/session/session.ts';
import { createGate } from '../../lifecycle/lifecycle.ts';
import type { ChunkRef, Clock, SpeechDetector } from '../../ports/ports.ts';
import { createChunkFeed } from './chunk-feed.ts';
import type { ChunkState, OutboxKey } from './outbox-store.ts';
import { createOutboxJournal, type SaveChunks } from './outbox-journal.ts';
import { createPacketQueue, type Packet } from './packets.ts';
import { createSentChunks } from './sent-chunks.ts';
import { bufferSamples, type ReceivedRange } from './target-buffers.ts';

/** The chunks of one session on their way to one target, as references into the recording. */
export type Outbox = {
  /** Tells that so many samples of the session are on disk; whole chunks among them are queued. */
  recorded(samples: number): void;
  /** No more audio will come: the rest is queued as a shorter chunk. */
  finish(): void;
  /**
   * The next packet to send: a full one, or the rest when no more audio will come; `null` when all is sent. When
   * `flush` fires, what there is, or `'nothing'`. Rejects when `signal` fires.
   */
  next(signal: AbortSignal, flush?: AbortSignal): Promise<Packet | 'nothing' | null>;
  /** The packet was handed to the socket, with so much silence behind it. */
  sent(packet: Packet | null, padSamples?: number): void;
  /** The target has read everything up to the packet that begins with this sample. */
  deliveredUpTo(firstSample: number): void;
  /** The target proves nothing: what was sent counts as gone out, and is not sent again. */
  leaveUnconfirmed(): void;
  /** After a connection was lost: what is not known to have been read is sent again, in order. */
  requeueUndelivered(): void;
  /** The target answered these samples, as it received them. */
  answered(range: ReceivedRange): void;
  /** The target lost what it had not answered: it is sent again. Answers how many samples that are. */
  requeueUnanswered(): number;
  /** The first chunk that was sent and is not known to have been read. */
  firstOnTheWay(): ChunkRef | null;
  /** Resolves when all that was sent is known to have been read. Rejects when `signal` fires. */
  confirmed(signal: AbortSignal): Promise<void>;
  /** The target does not take the chunk that begins with this sample: it is sent no more by itself. */
  setAside(firstSample: number): void;
  /** Resolves when nothing is on its way any more. Rejects when `signal` fires. */
  whenEmpty(signal: AbortSignal): Promise<void>;
  /** Samples in a full packet. */
  packetSamples: number;
  counts(): ChunkCounts;
  /** Seconds of audio that are queued or not yet known to have been read. */
  pendingSec(): number;
  /** Tries no more what failed, and resolves when every state is in the database. */
  close(): Promise<void>;
};

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
  onSent: (packet: Packet | null, padSamples: number) => void;
  /** So many samples of silence, from this one on, are not sent. */
  onLeftOut: (firstSample: number, sampleCount: number) => void;
  onProblem: (error: unknown) => void;
}): Outbox {
  const { undelivered } = options;
  const journal = createOutboxJournal(options);
  const counts: ChunkCounts = { ...noChunks, captured: undelivered.length, pending: undelivered.length };
  const queue = createPacketQueue(undelivered);
  const onTheWay: ChunkRef[] = [];
  const packetsOnTheWay: Packet[] = [];
  const sentChunks = createSentChunks();
  const gate = createGate();
  const packetSamples = evenPacket(secToSamples(options.chunkSec));
  let receivedSamples = 0;

  const feed = createChunkFeed({
    ...options,
    onChunk({ firstSample, sampleCount, silent, crc }) {
      // The audio is on disk. Should this line of the journal be lost with the process, the next start cuts the
      // chunk again from there, so the chunk need not wait for the database.
      journal.add({ kind: 'cut', firstSample, sampleCount, crc, silent });
      counts.captured += 1;
      if (silent) {
        counts.silent += 1;
        options.onLeftOut(firstSample, sampleCount);
        return;
      }
      counts.pending += 1;
      queue.push({ firstSample, sampleCount, crc, attempts: 0 });
      gate.wake();
    },
    onRest: () => gate.wake(),
  });

  function mark({ firstSample }: ChunkRef, state: ChunkState): void {
    journal.add({ kind: 'state', firstSample, state });
  }

  const drained = (): boolean => feed.isDone() && queue.waiting() === 0;

  function nextPacket(isHurried: boolean): Packet | 'nothing' | null | undefined {
    if (queue.waiting() >= packetSamples || feed.isDone() || isHurried) {
      const packet = queue.take(packetSamples);
      if (packet !== null) return packet;
      if (drained()) return null;
      return isHurried ? 'nothing' : undefined;
    }
    return undefined;
  }

  function begin(chunk: ChunkRef): void {
    if (chunk.attempts === 0) counts.sent += 1;
    else counts.retried += 1;
    mark(chunk, 'sent');
  }

  function complete(chunk: ChunkRef, packet: Packet): void {
    const again = { ...chunk, attempts: chunk.attempts + 1 };
    onTheWay.push(again);
    const to = receivedSamples + samplesBefore(packet, chunk.firstSample + chunk.sampleCount);
    sentChunks.add(again, { from: to - chunk.sampleCount, to });
  }

  return {
    packetSamples,
    recorded: (samples) => feed.recorded(samples),
    finish: () => feed.finish(),
    async next(signal, flush) {
      let packet: Packet | 'nothing' | null | undefined;
      const look = (): boolean => {
        packet = nextPacket(flush?.aborted === true);
        return packet !== undefined;
      };
      const wake = (): void => gate.wake();
      flush?.addEventListener('abort', wake, { once: true });
      await gate.until(look, signal).finally(() => flush?.removeEventListener('abort', wake));
      return packet ?? null;
    },
    sent(packet, padSamples = 0) {
      if (packet !== null) {
        for (const chunk of packet.begun) begin(chunk);
        for (const chunk of packet.completed) complete(chunk, packet);
        packetsOnTheWay.push(packet);
      }
      receivedSamples += (packet?.sampleCount ?? 0) + padSamples;
      options.onSent(packet, padSamples);
    },
    deliveredUpTo(firstSample) {
      const at = packetsOnTheWay.findIndex((packet) => packet.firstSample === firstSample);
      const packet = packetsOnTheWay[at];
      if (packet === undefined) return;
      packetsOnTheWay.splice(0, at + 1);
      while (
        onTheWay[0] !== undefined &&
        onTheWay[0].firstSample + onTheWay[0].sampleCount <= packet.endSample
      ) {
        mark(onTheWay[0], 'delivered');
        sentChunks.prove(onTheWay[0].firstSample, 'delivered');
        onTheWay.shift();
        counts.delivered += 1;
        counts.pending -= 1;
      }
      gate.wake();
    },
    leaveUnconfirmed() {
      packetsOnTheWay.length = 0;
      for (const chunk of onTheWay.splice(0)) {
        mark(chunk, 'unconfirmed');
        sentChunks.prove(chunk.firstSample, 'unconfirmed');
        counts.unconfirmed += 1;
        counts.pending -= 1;
      }
      gate.wake();
    },
    requeueUndelivered() {
      packetsOnTheWay.length = 0;
      queue.putBack(onTheWay.splice(0));
      gate.wake();
    },
    answered(range) {
      for (const chunk of sentChunks.answered(range)) mark(chunk, 'answered');
    },
    requeueUnanswered() {
      const lost = sentChunks.takeUnanswered().filter(({ proof }) => proof !== 'none');
      for (const { chunk, proof } of lost) {
        mark(chunk, 'queued');
        counts[proof === 'delivered' ? 'delivered' : 'unconfirmed'] -= 1;
        counts.pending += 1;
      }
      queue.putBack(lost.map(({ chunk }) => chunk));
      gate.wake();
      return lost.reduce((sum, { chunk }) => sum + chunk.sampleCount, 0);
    },
    firstOnTheWay: () => onTheWay[0] ?? null,
    confirmed: (signal) => gate.until(() => packetsOnTheWay.length === 0, signal),
    setAside(firstSample) {
      const at = onTheWay.findIndex((chunk) => chunk.firstSample === firstSample);
      const found = at < 0 ? queue.remove(firstSample) : onTheWay.splice(at, 1)[0];
      if (found != null) {
        counts.pending -= 1;
        mark(found, 'refused');
      }
      gate.wake();
    },
    whenEmpty: (signal) => gate.until(() => drained() && onTheWay.length === 0, signal),
    counts: () => ({ ...counts }),
    pendingSec() {
      const held = queue.waiting() + onTheWay.reduce((sum, chunk) => sum + chunk.sampleCount, 0);
      return samplesToSec(held + feed.uncut());
    },
    async close() {
      await feed.close();
      await journal.close();
    },
  };
}

/** The largest packet up to this size of which whole ones fill a target's buffer exactly. */
function evenPacket(mostSamples: number): number {
  return Math.floor(bufferSamples / Math.ceil(bufferSamples / mostSamples));
}

/** How many samples of a packet lie before that moment of the session. */
function samplesBefore(packet: Packet, sample: number): number {
  return packet.spans.reduce(
    (sum, span) => sum + Math.max(0, Math.min(sample - span.firstSample, span.sampleCount)),
    0,
  );
}
