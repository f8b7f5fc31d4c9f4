import { WebSocket } from 'ws';
import { tell } from '../../../shared/words/all-words.ts';
import type { Clock } from '../ports/ports.ts';
import type { Dial } from './dial.ts';
import type { ConnectionEnd } from './failures/connection-end.ts';
import { onSocketEnd } from './failures/socket-end.ts';

/** A socket of a plain client that does what it is told and nothing else, for those who look at a target. */
export type WatchedSocket = {
  socket: WebSocket;
  /** `null` when it opened; otherwise why it did not, and it is ended already. */
  failure: ConnectionEnd | null;
  /** ms from the first step on the way to the upgrade, or to the failure. */
  upgradeMs: number;
  /** Why it is over; `null` while it is open. */
  ended: () => ConnectionEnd | null;
  /** Lets everybody who waits look again. */
  wake: () => void;
  /**
   * Until `look` finds something; `null` when the socket ends or `withinMs` passes first, without the time in which this
   * process stood still. Throws what `signal` was aborted with.
   */
  waitFor: <T>(look: () => T | null, withinMs: number) => Promise<T | null>;
};

export type WatchedSocketOptions = {
  userAgent: string;
  clock: Clock;
  /** Ends the socket at once, and every wait with it. */
  signal?: AbortSignal;
  /** Adds handlers before it opens. */
  prepare: (socket: WebSocket, wake: () => void) => void;
  /** Called once, before those who wait look again. */
  onEnd?: (reason: ConnectionEnd) => void;
};

const openTimeoutMs = 10_000;
// A timer that comes so much too late comes from a process that stood still, and heard nothing meanwhile.
const stoodStillMs = 100;
const maxFrameBytes = 16 * 1024 * 1024;
const never = new AbortController().signal;

/** @throws what `signal` was aborted with */
export async function openWatchedSocket(dial: Dial, options: WatchedSocketOptions): Promise<WatchedSocket> {
  const { clock, signal = never } = options;
  const waiting = new Set<() => void>();
  const opening = new AbortController();
  let end: ConnectionEnd | null = null;

  const ended = (): ConnectionEnd | null => end;
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  const finish = (reason: ConnectionEnd): void => {
    if (end !== null) return;
    end = reason;
    options.onEnd?.(reason);
    wake();
  };

  signal.throwIfAborted();
  const startMs = clock.monotonicMs();
  const route = await dial.findRoute();
  signal.throwIfAborted();
  const way = { proxy: route.proxy, hasTunnel: false };
  const socket = new WebSocket(dial.url, {
    followRedirects: false,
    handshakeTimeout: openTimeoutMs,
    maxPayload: maxFrameBytes,
    perMessageDeflate: true,
    agent: route.agent(opening.signal, (status) => (way.hasTunnel = status === 200)),
    ...(route.ca && { ca: route.ca }),
    headers: { 'User-Agent': options.userAgent, 'ngrok-skip-browser-warning': '1', ...dial.headers },
  });
  // One that is closed at once has been open nevertheless, and its end says why.
  let hasOpened = false;
  socket.once('open', () => {
    hasOpened = true;
    wake();
  });
  options.prepare(socket, wake);
  onSocketEnd(socket, { url: dial.url, way, nowMs: () => clock.nowMs() }, finish);
  socket.on('unexpected-response', () => socket.terminate());
  const stopAtOnce = (): void => socket.terminate();
  signal.addEventListener('abort', stopAtOnce, { once: true });
  socket.once('close', () => signal.removeEventListener('abort', stopAtOnce));

  function waitFor<T>(look: () => T | null, withinMs: number): Promise<T | null> {
    return new Promise((resolve, reject) => {
      const settle = (found: T | null): void => {
        waiting.delete(check);
        signal.removeEventListener('abort', stop);
        cancel();
        resolve(found);
      };
      const stop = (): void => {
        reject(signal.reason as Error);
        settle(null);
      };
      const check = (): void => {
        const found = look();
        if (found !== null || end !== null) settle(found);
      };
      let dueMs = clock.monotonicMs() + withinMs;
      const giveUp = (): void => {
        const lateMs = clock.monotonicMs() - dueMs;
        if (lateMs < stoodStillMs) {
          settle(null);
          return;
        }
        dueMs = clock.monotonicMs() + lateMs;
        cancel = clock.after(lateMs, giveUp);
      };
      let cancel = clock.after(withinMs, giveUp);
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener('abort', stop, { once: true });
      waiting.add(check);
      check();
    });
  }

  const isOpen = (): true | null => (hasOpened ? true : null);
  await waitFor(isOpen, openTimeoutMs);
  const upgradeMs = clock.monotonicMs() - startMs;
  const failure = isOpen() === null ? (ended() ?? silent) : null;
  if (failure !== null) {
    opening.abort();
    socket.terminate();
  }
  return { socket, failure, upgradeMs, ended, wake, waitFor };
}

const silent: ConnectionEnd = {
  code: 'connect-timeout',
  ...tell('end.silent', { sec: 10 }),
  retry: true,
};
