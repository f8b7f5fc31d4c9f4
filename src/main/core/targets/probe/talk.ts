import { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { decodeFrame, type BackendMessage } from '../../../../shared/protocol/decode.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import type { Clock } from '../../ports/ports.ts';
import { openWatchedSocket, outsideText, type ConnectionEnd, type Dial } from '../../network/network.ts';
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

export async function openTalk(dial: Dial, options: { userAgent: string; clock: Clock }): Promise<Talk> {
  const { userAgent, clock } = options;
  const arrived: { message: BackendMessage; atMs: number }[] = [];
  const times: TimeSample[] = [];
  let error: string | null = null;
  let tls: TLSSocket | null = null;
  let lastSentMs = clock.nowMs();

  function receive(raw: string): void {
    const frame = decodeFrame(raw);
    if (!frame.ok || frame.message.type === 'ERROR') {
      error ??= outsideText((frame.ok ? errorText(frame.message) : null) ?? raw);
    }
    if (!frame.ok) return;
    arrived.push({ message: frame.message, atMs: clock.monotonicMs() });
    const { timestamp } = frame.message;
    // What it sends unasked was written after we knocked, what it answers after we asked: the later is not known.
    if (typeof timestamp === 'string') {
      times.push({ fromMs: lastSentMs, toMs: clock.nowMs(), text: timestamp, stepMs: 1 });
    }
  }

  const { socket, failure, upgradeMs, ended, wake, waitFor } = await openWatchedSocket(dial, {
    userAgent,
    clock,
    prepare(made, look) {
      made.on('message', (payload: Buffer, isBinary) => {
        if (isBinary) return;
        receive(payload.toString('utf8'));
        look();
      });
      made.on('upgrade', (response) => {
        if (response.socket instanceof TLSSocket) tls = response.socket;
      });
    },
  });
  return {
    failure,
    upgradeMs,
    tls,
    compression: socket.extensions,
    times,
    next(type, withinMs) {
      const fromMs = clock.monotonicMs();
      return waitFor(() => {
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
      return (await waitFor(() => (isBack ? true : null), withinMs)) === null
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
