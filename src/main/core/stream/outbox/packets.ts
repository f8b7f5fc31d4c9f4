import type { ChunkRef } from '../../ports/ports.ts';

/** A stretch of the session's time line, samples. */
export type Span = { firstSample: number; sampleCount: number };

/**
 * What one message carries: audio of the session as it is sent, across the pauses that are left out. A target's buffer
 * counts what it gets, so messages of one length fill it evenly, whatever people do.
 */
export type Packet = {
  /** Of the session; names the packet on its connection. */
  firstSample: number;
  /** Behind the last sample. */
  endSample: number;
  sampleCount: number;
  spans: readonly Span[];
  /** Some of it was sent before. */
  isRetry: boolean;
  /** Chunks of the outbox whose first sample is in it. */
  begun: readonly ChunkRef[];
  /** Chunks whose last sample is in it. */
  completed: readonly ChunkRef[];
};

/** Chunks that wait to be sent, and the packets that are made of them. */
export type PacketQueue = {
  push(chunk: ChunkRef): void;
  /** Puts chunks in front of all others; one that was sent in part is sent whole again. */
  putBack(chunks: readonly ChunkRef[]): void;
  /** Samples that wait. */
  waiting(): number;
  /** At most so many samples; `null` when there are none. */
  take(mostSamples: number): Packet | null;
  /** Takes a chunk out that begins with this sample. */
  remove(firstSample: number): ChunkRef | null;
};

export function createPacketQueue(chunks: readonly ChunkRef[]): PacketQueue {
  const queue: ChunkRef[] = [...chunks];
  // How much of the first chunk has left.
  let offset = 0;
  let held = queue.reduce((sum, { sampleCount }) => sum + sampleCount, 0);

  return {
    push(chunk) {
      queue.push(chunk);
      held += chunk.sampleCount;
    },
    putBack(back) {
      const [first] = queue;
      if (offset > 0 && first !== undefined) queue[0] = { ...first, attempts: first.attempts + 1 };
      queue.unshift(...back);
      held += offset + back.reduce((sum, { sampleCount }) => sum + sampleCount, 0);
      offset = 0;
    },
    waiting: () => held,
    take(mostSamples) {
      const spans: Span[] = [];
      const begun: ChunkRef[] = [];
      const completed: ChunkRef[] = [];
      let isRetry = false;
      let left = Math.min(mostSamples, held);
      held -= left;
      while (left > 0) {
        const [chunk] = queue;
        if (chunk === undefined) break;
        const count = Math.min(left, chunk.sampleCount - offset);
        addSpan(spans, { firstSample: chunk.firstSample + offset, sampleCount: count });
        isRetry ||= chunk.attempts > 0;
        if (offset === 0) begun.push(chunk);
        left -= count;
        offset += count;
        if (offset < chunk.sampleCount) continue;
        completed.push(chunk);
        queue.shift();
        offset = 0;
      }
      const [first] = spans;
      const last = spans.at(-1);
      if (first === undefined || last === undefined) return null;
      return {
        firstSample: first.firstSample,
        endSample: last.firstSample + last.sampleCount,
        sampleCount: spans.reduce((sum, { sampleCount }) => sum + sampleCount, 0),
        spans,
        isRetry,
        begun,
        completed,
      };
    },
    remove(firstSample) {
      const at = queue.findIndex((chunk) => chunk.firstSample === firstSample);
      if (at < 0) return null;
      const [chunk] = queue.splice(at, 1);
      if (chunk === undefined) return null;
      held -= chunk.sampleCount - (at === 0 ? offset : 0);
      if (at === 0) offset = 0;
      return chunk;
    },
  };
}

function addSpan(spans: Span[], span: Span): void {
  const last = spans.at(-1);
  if (last !== undefined && last.firstSample + last.sampleCount === span.firstSample) {
    last.sampleCount += span.sampleCount;
  } else {
    spans.push(span);
  }
}
