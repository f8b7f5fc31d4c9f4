import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { decodeFrame, type BackendMessage } from '../../../../shared/protocol/decode.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { openWatchedSocket, type ConnectionEnd, type Dial } from '../../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../../ports/ports.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** A text frame that came, by its place among those of its connection. */
export type Received = {
  index: number;
  /** Monotonic ms. */
  atMs: number;
  /** `null` when it cannot be read. */
  message: BackendMessage | null;
  /** The name of today; empty when it cannot be read. */
  type: string;
};

/** A plain client of the suite: it does what it is told and nothing else. Every frame is recorded before it counts. */
export type BenchConnection = {
  connectionId: string;
  sessionId: string;
  upgradeMs: number;
  /** Frames that came, and how many went, as this client counted them. */
  received: readonly Received[];
  counts(): { in: number; out: number; bytesIn: number; bytesOut: number; binaryIn: number };
  /** Answers the monotonic time, ms, at which it went. */
  send(message: object): number;
  sendText(raw: string): void;
  sendBinary(bytes: Uint8Array): void;
  /**
   * Until `look` finds something; `null` when the connection ends or `withinMs` passes first, without the time in which
   * this process stood still. Throws when the run ends.
   */
  waitFor<T>(look: () => T | null, withinMs: number): Promise<T | null>;
  /** ms for a ping and its pong; `null` when none came in time. */
  ping(withinMs: number): Promise<number | null>;
  /** Why it is over; `null` while it is open. */
  ended(): ConnectionEnd | null;
  /** With 1000 when no code is named. */
  close(code?: number): Promise<void>;
  /** Ends it without a word, as a cut cable would. */
  cut(): void;
};

export type ConnectOptions = {
  dial: Dial;
  target: string;
  sessionId: string;
  generation: number;
  userAgent: string;
  clock: Clock;
  signal: AbortSignal;
  record: RecordEvent;
  recordFrame: RecordFrame;
};

const closeTimeoutMs = 1_000;

/** Thrown where a phase needs a connection and has none any more. */
export class ConnectionBroke extends Error {
  readonly end: ConnectionEnd;
  readonly connectionId: string;
  readonly sessionId: string;

  constructor(end: ConnectionEnd, place: { connectionId: string; sessionId: string }) {
    super(end.sentence);
    this.name = 'ConnectionBroke';
    this.end = end;
    this.connectionId = place.connectionId;
    this.sessionId = place.sessionId;
  }
}

/** @throws ConnectionBroke when it does not open */
export async function connect(options: ConnectOptions): Promise<BenchConnection> {
  const { dial, clock, signal, sessionId, target, generation } = options;
  const connectionId = randomUUID();
  const place = { sessionId, target, connectionId, generation };
  const received: Received[] = [];
  const counts = { in: 0, out: 0, bytesIn: 0, bytesOut: 0, binaryIn: 0 };

  function receive(payload: Buffer): void {
    const raw = payload.toString('utf8');
    const frame = decodeFrame(raw);
    const message = frame.ok ? frame.message : null;
    options.recordFrame({
      direction: 'in',
      raw,
      message,
      reason: frame.ok ? null : frame.reason,
      ...place,
    });
    counts.in += 1;
    counts.bytesIn += payload.byteLength;
    received.push({
      index: received.length,
      atMs: clock.monotonicMs(),
      message,
      type: message === null ? '' : canonicalName(message.type),
    });
  }

  function receiveBinary(payload: Buffer): void {
    counts.binaryIn += 1;
    options.record({
      kind: 'connection',
      type: 'frame.binary',
      direction: 'in',
      ...place,
      bytes: payload.byteLength,
      reason: say('tester.binary-of-target'),
    });
  }

  signal.throwIfAborted();
  options.record({ kind: 'connection', type: 'connection.opening', ...place });
  const { socket, failure, upgradeMs, ended, wake, waitFor } = await openWatchedSocket(dial, {
    userAgent: options.userAgent,
    clock,
    signal,
    prepare(made, look) {
      made.on('message', (payload: Buffer, isBinary) => {
        if (isBinary) receiveBinary(payload);
        else receive(payload);
        look();
      });
    },
    onEnd: ({ sentence }) =>
      options.record({ kind: 'connection', type: 'connection.closed', ...place, reason: sentence }),
  });
  if (failure !== null) throw new ConnectionBroke(failure, place);
  options.record({ kind: 'connection', type: 'connection.open', ...place });

  function sendText(raw: string, message: BackendMessage | null, reason: string | null): void {
    const end = ended();
    if (end !== null) throw new ConnectionBroke(end, place);
    options.recordFrame({ direction: 'out', raw, message, reason, ...place });
    counts.out += 1;
    counts.bytesOut += Buffer.byteLength(raw);
    if (socket.readyState === WebSocket.OPEN) socket.send(raw);
  }

  return {
    connectionId,
    sessionId,
    upgradeMs,
    received,
    counts: () => ({ ...counts }),
    send(message) {
      sendText(JSON.stringify(message), message as BackendMessage, null);
      return clock.monotonicMs();
    },
    sendText(raw) {
      const frame = decodeFrame(raw);
      sendText(raw, frame.ok ? frame.message : null, frame.ok ? null : say('tester.on-purpose'));
    },
    sendBinary(bytes) {
      options.record({
        kind: 'connection',
        type: 'frame.binary',
        direction: 'out',
        ...place,
        bytes: bytes.byteLength,
        reason: say('tester.on-purpose'),
      });
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    waitFor,
    async ping(withinMs) {
      const fromMs = clock.monotonicMs();
      const answer: { atMs: number | null } = { atMs: null };
      const answered = (): void => {
        answer.atMs ??= clock.monotonicMs();
        wake();
      };
      socket.once('pong', answered);
      if (socket.readyState === WebSocket.OPEN) socket.ping();
      await waitFor(() => answer.atMs, withinMs);
      socket.off('pong', answered);
      const ms = answer.atMs === null ? null : Math.round((answer.atMs - fromMs) * 10) / 10;
      if (ms !== null) {
        const fields = { roundTripMs: ms };
        options.record({ kind: 'connection', type: 'ping.answered', direction: 'in', ...place, fields });
      }
      return ms;
    },
    ended,
    async close(code = 1000) {
      if (ended() !== null) return;
      const { promise: closed, resolve } = Promise.withResolvers<undefined>();
      socket.once('close', () => resolve(undefined));
      const cancel = clock.after(closeTimeoutMs, () => socket.terminate());
      socket.close(code);
      await closed;
      cancel();
    },
    cut: () => socket.terminate(),
  };
}
