import type { Readable } from 'node:stream';
import { createGate } from '../../lifecycle/lifecycle.ts';

/** Bytes that come in over time; whoever writes them is held up while nobody takes them. */
export type IncomingBytes = {
  /** The next bytes, which stay there; fewer than `count` only at the end. */
  peek(count: number): Promise<Buffer>;
  /** The next bytes, at an address of their own; fewer than `count` only at the end. */
  take(count: number): Promise<Buffer>;
  /** What has come, at least one byte and at most `most`; none at the end. */
  takeSome(most: number): Promise<Buffer>;
  /** Tells when the other side is waited for, and when no longer. Answers how to end it. */
  onWaiting(listener: (isWaiting: boolean) => void): () => void;
  /** Nothing more is waited for: what is there already is all there is. */
  stop(): void;
  /** Why it ended, where that was a failure. */
  problem(): Error | null;
  /** Lets go of the other side. */
  close(): void;
};

export function incomingBytes(stream: Readable): IncomingBytes {
  const gate = createGate();
  const listeners = new Set<(isWaiting: boolean) => void>();
  const never = new AbortController().signal;
  let pieces: Buffer[] = [];
  let waitingBytes = 0;
  let isOver = stream.readableEnded || stream.destroyed;
  let failure: Error | null = null;

  function end(error?: Error | null): void {
    isOver = true;
    failure ??= error ?? null;
    gate.wake();
  }

  stream.on('readable', () => {
    // A file, or /dev/null, tells its end only to who asks once more; a pipe tells it by itself.
    if (stream.readableLength === 0) stream.read(0);
    gate.wake();
  });
  stream.on('end', () => end());
  stream.on('close', () => end());
  stream.on('error', end);

  async function fill(count: number): Promise<void> {
    while (waitingBytes < count) {
      const piece = stream.read() as Buffer | null;
      if (piece !== null) {
        pieces.push(piece);
        waitingBytes += piece.length;
      } else if (isOver) {
        return;
      } else {
        for (const listener of listeners) listener(true);
        await gate.until(() => isOver || stream.readableLength > 0, never);
        for (const listener of listeners) listener(false);
      }
    }
  }

  async function peek(count: number): Promise<Buffer> {
    await fill(count);
    if (pieces.length > 1) pieces = [Buffer.concat(pieces)];
    return (pieces[0] ?? Buffer.alloc(0)).subarray(0, count);
  }

  async function take(count: number): Promise<Buffer> {
    const waiting = await peek(count);
    const taken = Buffer.alloc(waiting.length);
    waiting.copy(taken);
    const rest = pieces[0]?.subarray(taken.length) ?? taken.subarray(taken.length);
    pieces = rest.length === 0 ? [] : [rest];
    waitingBytes -= taken.length;
    return taken;
  }

  return {
    peek,
    take,
    async takeSome(most) {
      await fill(1);
      return take(Math.min(most, waitingBytes));
    },
    onWaiting(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop: () => end(),
    problem: () => failure,
    close() {
      end();
      stream.destroy();
    },
  };
}
