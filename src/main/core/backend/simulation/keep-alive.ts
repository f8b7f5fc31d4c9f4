import type { WebSocket } from 'ws';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';

// The defaults of a real backend's socket library.
const pingEveryMs = 20_000;
const pongWithinMs = 20_000;
const closeWithinMs = 10_000;

/**
 * Pings a client and closes with 1011 when no pong was read in time. A pong that waits behind messages which the
 * backend does not read is not read either.
 */
export function keepAlive(socket: WebSocket, clock: Clock, signal: AbortSignal): void {
  const gone = new AbortController();
  socket.once('close', () => gone.abort());
  const over = AbortSignal.any([gone.signal, signal]);

  const isOver = (): boolean => over.aborted || socket.readyState !== socket.OPEN;

  async function watch(): Promise<void> {
    for (;;) {
      await sleep(clock, pingEveryMs, over);
      if (isOver()) return;
      const answered = new AbortController();
      const read = (): void => answered.abort();
      socket.once('pong', read);
      socket.ping();
      await sleep(clock, pongWithinMs, answered.signal, over);
      socket.off('pong', read);
      if (answered.signal.aborted) continue;
      if (isOver()) return;
      socket.close(1011, 'keepalive ping timeout');
      await sleep(clock, closeWithinMs, over);
      socket.terminate();
      return;
    }
  }

  void watch();
}
