import { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { decodeFrame, type BackendMessage } from '../../../../shared/protocol/decode.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import { tell } from '../../../../shared/words/all-words.ts';
import type { Clock } from '../../ports/ports.ts';
import { onSocketEnd, outsideText, type ConnectionEnd, type Dial } from '../../network/network.ts';
import type { TimeSample } from '../clock-skew.ts';

/** A socket that is being looked at, and what came of it. */
export type Talk = {
  /** `null` when it opened; otherwise why it did not. */
  failure: ConnectionEnd | null;
  upgradeMs: number;
  /** The verified TLS connection, where there is one. */
  tls: TLSSocket | null;
  compression: string;
  /** The wait for the next message of the type; `null` when none came in time. */
  next(type: string, withinMs: number): Promise<{ message: BackendMessage; ms: number } | null>;
  send(message: object): void;
  /** ms for a ping and its pong; `null` when none came in time. */
  ping(withinMs: number): Promise<number | null>;
  /** What the target said was wrong, and how it ended, as far as it did. */
  error(): string | null;
  ended(): ConnectionEnd | null;
  /** Times that it named so far. */
  times: TimeSample[];
  close(): void;
};

const openTimeoutMs = 10_000;

export async function openTalk(dial: Dial, options: { userAgent: string; clock: Clock }): Promise<Talk> {
  const { clock } = options;
  const startMs = clock.monotonicMs();
  const startWallMs = clock.nowMs();
  const opening = new AbortController();
  const route = await dial.findRoute();
  const place = { proxy: route.proxy, hasTunnel: false };
  const socket = new WebSocket(dial.url, {
    followRedirects: false,
    handshakeTimeout: openTimeoutMs,
    maxPayload: 16 * 1024 * 1024,
    perMessageDeflate: true,
    agent: route.agent(opening.signal, (status) => (place.hasTunnel = status === 200)),
    ...(route.ca && { ca: route.ca }),
    headers: { 'User-Agent': options.userAgent, 'ngrok-skip-browser-warning': '1', ...dial.headers },
  });
  const arrived: { message: BackendMessage; atMs: number }[] = [];
  const times: TimeSample[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  let end: ConnectionEnd | null = null;
  let error: string | null = null;
  let tls: TLSSocket | null = null;
  let lastSentMs = startWallMs;

  const ended = (): ConnectionEnd | null => end;
  const finish = (reason: ConnectionEnd): void => {
    end ??= reason;
    wake();
  };
  socket.on('message', (payload: Buffer, isBinary) => {
    if (isBinary) return;
    const raw = payload.toString('utf8');
    const frame = decodeFrame(raw);
    if (!frame.ok || frame.message.type === 'ERROR') {
      error ??= outsideText((frame.ok ? errorText(frame.message) : null) ?? raw);
    }
    if (frame.ok) {
      arrived.push({ message: frame.message, atMs: clock.monotonicMs() });
      const { timestamp } = frame.message;
      // What it sends unasked was written after we knocked, what it answers after we asked: the later is not known.
      if (typeof timestamp === 'string')
        times.push({ fromMs: lastSentMs, toMs: clock.nowMs(), text: timestamp, stepMs: 1 });
    }
    wake();
  });
  socket.on('upgrade', (response) => {
    if (response.socket instanceof TLSSocket) tls = response.socket;
  });
  onSocketEnd(socket, { url: dial.url, way: place, nowMs: () => clock.nowMs() }, finish);
  socket.on('unexpected-response', () => socket.terminate());

  /** Until `look` finds something, the socket is over, or so much time has passed. */
  function wait<T>(look: () => T | null, withinMs: number): Promise<T | null> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = look();
        if (found !== null || end !== null) settle(found);
      };
      const settle = (found: T | null): void => {
        waiting.delete(check);
        cancel();
        resolve(found);
      };
      const cancel = clock.after(withinMs, () => settle(null));
      waiting.add(check);
      check();
    });
  }

  // One that is closed at once has been open nevertheless, and its end says why.
  let hasOpened = false;
  socket.once('open', () => {
    hasOpened = true;
    wake();
  });
  const isOpen = (): true | null => (hasOpened ? true : null);
  await wait(isOpen, openTimeoutMs);
  const upgradeMs = clock.monotonicMs() - startMs;
  const failure = isOpen() === null ? (ended() ?? silent) : null;
  if (failure !== null) {
    opening.abort();
    socket.terminate();
  }
  return {
    failure,
    upgradeMs,
    tls,
    compression: socket.extensions,
    times,
    next(type, withinMs) {
      const fromMs = clock.monotonicMs();
      return wait(() => {
        const at = arrived.findIndex(({ message }) => canonicalName(message.type) === type);
        const [found] = at < 0 ? [] : arrived.splice(at, 1);
        return found === undefined ? null : { message: found.message, ms: Math.max(0, found.atMs - fromMs) };
      }, withinMs);
    },
    send(message) {
      lastSentMs = clock.nowMs();
      socket.send(JSON.stringify(message));
    },
    async ping(withinMs) {
      const fromMs = clock.monotonicMs();
      let isBack = false;
      socket.once('pong', () => {
        isBack = true;
        wake();
      });
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      return (await wait(() => (isBack ? true : null), withinMs)) === null
        ? null
        : clock.monotonicMs() - fromMs;
    },
    error: () => error,
    ended,
    close() {
      socket.close(1000);
      const cancel = clock.after(1_000, () => socket.terminate());
      socket.once('close', cancel);
    },
  };
}

const silent: ConnectionEnd = {
  code: 'connect-timeout',
  ...tell('end.silent', { sec: 10 }),
  retry: true,
};
