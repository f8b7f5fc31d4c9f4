import { once } from 'node:events';
import type { Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** What is wrong with the network. `up` is from the client to the target. */
export type Fault =
  | { kind: 'none' }
  /** Nobody listens, and what was open is reset. */
  | { kind: 'refuse' }
  /** Every piece takes so long, either way; pieces stay in order. */
  | { kind: 'latency'; minMs: number; maxMs: number }
  /** A slow way up. */
  | { kind: 'bandwidth'; bytesPerSec: number }
  /** The first connection that sends more than so many bytes is reset; then all is well again. */
  | { kind: 'reset'; afterBytes: number }
  /** Swallows everything, both ways, without a word. A connection that lost bytes stays dead. */
  | { kind: 'black-hole' }
  /** One byte at a time, both ways. */
  | { kind: 'slice' }
  /** Refuses and serves by turns. */
  | { kind: 'flapping'; upMs: number; downMs: number };

type PipeOptions = {
  direction: 'up' | 'down';
  fault: () => Fault;
  onReset: () => void;
  signal: AbortSignal;
};

type Piece = { dueMs: number; bytes: Buffer };

// Twenty pieces a second make a slow line that is smooth enough.
const piecesPerSec = 20;

/** Carries bytes one way until either end is closed or `signal` fires. */
export function createFaultyPipe(from: Socket, to: Socket, options: PipeOptions): void {
  const { direction, fault, signal } = options;
  const closed = new AbortController();
  const over = AbortSignal.any([closed.signal, signal]);
  from.once('close', () => closed.abort());
  to.once('close', () => closed.abort());
  let isDead = false;
  let passedBytes = 0;

  async function write(bytes: Buffer): Promise<void> {
    if (!to.write(bytes)) await once(to, 'drain', { signal: over });
  }

  async function pass({ dueMs, bytes }: Piece): Promise<void> {
    await delay(Math.max(0, dueMs - performance.now()), undefined, { signal: over });
    const now = fault();
    isDead ||= now.kind === 'black-hole';
    if (isDead) return;
    if (now.kind === 'slice') {
      for (const byte of bytes) {
        await write(Buffer.of(byte));
        await nextTurn(undefined, { signal: over });
      }
    } else if (now.kind === 'bandwidth' && direction === 'up') {
      const pieceBytes = Math.ceil(now.bytesPerSec / piecesPerSec);
      for (let start = 0; start < bytes.length; start += pieceBytes) {
        await write(bytes.subarray(start, start + pieceBytes));
        await delay(1_000 / piecesPerSec, undefined, { signal: over });
      }
    } else if (now.kind === 'reset' && direction === 'up' && passedBytes + bytes.length > now.afterBytes) {
      const last = bytes.subarray(0, Math.max(0, now.afterBytes - passedBytes));
      to.write(last);
      options.onReset();
    } else {
      await write(bytes);
    }
    passedBytes += bytes.length;
  }

  async function run(): Promise<void> {
    let lastDueMs = 0;
    let passing = Promise.resolve();
    for await (const bytes of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      const now = fault();
      const waitMs = now.kind === 'latency' ? now.minMs + Math.random() * (now.maxMs - now.minMs) : 0;
      lastDueMs = Math.max(lastDueMs, performance.now() + waitMs);
      const piece = { dueMs: lastDueMs, bytes };
      passing = passing.then(() => pass(piece));
      passing.catch(() => undefined);
      // Late pieces overlap; in every other fault a slow way is felt by the one who sends.
      if (now.kind !== 'latency') await passing;
    }
    await passing;
    if (!isDead) to.end();
  }
  // Ends of sockets show as failures here; whoever opened them hears of these ends by itself.
  run().catch(() => undefined);
}
