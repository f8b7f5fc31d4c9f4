import { randomUUID } from 'node:crypto';
import { WebSocket } from 'ws';
import { AppError } from '../../../shared/errors.ts';
import { canonicalName } from '../../../shared/protocol/names.ts';
import { decodeFrame, type BackendMessage } from '../../../shared/protocol/decode.ts';
import type { ByteCounts } from '../../../shared/session/session.ts';
import { sleep } from '../lifecycle/lifecycle.ts';
import { onSocketEnd, type ConnectionEnd, type Dial } from '../network/network.ts';
import type { Clock, RecordEvent, RecordFrame } from '../ports/ports.ts';
import type { ReplaySpeed } from '../../../shared/replay/replay.ts';

/** A frame as it goes out; made when its time comes, so that no audio waits in memory. */
export type Outgoing = { atMs: number; make: () => Promise<{ raw: string; note: string | null }> };

export type Player = {
  dial: Dial;
  target: string;
  sessionId: string;
  speed: ReplaySpeed;
  clock: Clock;
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** A message of the target, and when it came after the first frame, ms. */
  onMessage: (message: BackendMessage, atMs: number) => void;
  onSent: (atMs: number) => void;
  signal: AbortSignal;
};

// A target answers the last audio within this, or is taken to have said all that it will.
const quietMs = 6_000;
const endDeadlineMs = 60_000;
const openTimeoutMs = 10_000;

/**
 * Plays one recorded connection to a target, and waits for its last word.
 * @throws AppError `unreachable`
 */
export async function playConnection(frames: readonly Outgoing[], player: Player): Promise<ByteCounts> {
  const { clock, dial, record, signal } = player;
  const place = {
    sessionId: player.sessionId,
    target: player.target,
    connectionId: randomUUID(),
    generation: 1,
  };
  record({ kind: 'connection', type: 'connection.opening', ...place });
  const opening = new AbortController();
  const { agent, ca, proxy } = await dial.findRoute();
  const way = { proxy, hasTunnel: false };
  const socket = new WebSocket(dial.url, {
    followRedirects: false,
    perMessageDeflate: false,
    handshakeTimeout: openTimeoutMs,
    maxPayload: 64 * 1024 * 1024,
    ca,
    agent: agent(opening.signal, (status) => (way.hasTunnel = status === 200)),
    headers: { 'User-Agent': 'scrumbot-desktop', 'ngrok-skip-browser-warning': '1', ...dial.headers },
  });
  let heardMs = clock.monotonicMs();
  let isComplete = false;
  const saidAll = (): boolean => isComplete;
  const startedMs = clock.monotonicMs();
  const ended = watchEnd(socket, dial, { way, clock });
  socket.on('message', (data: Buffer, isBinary) => {
    heardMs = clock.monotonicMs();
    if (isBinary) return;
    const raw = data.toString('utf8');
    const frame = decodeFrame(raw);
    const message = frame.ok ? frame.message : null;
    player.recordFrame({ direction: 'in', raw, message, reason: frame.ok ? null : frame.reason, ...place });
    if (message === null) return;
    if (canonicalName(message.type) === 'PROCESSING_COMPLETE') isComplete = true;
    player.onMessage(message, heardMs - startedMs);
  });
  const stop = (): void => socket.terminate();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await ended.opened;
    record({ kind: 'connection', type: 'connection.open', ...place });
    let endsMeeting = false;
    for (const { atMs, make } of frames) {
      if (player.speed !== 'max') {
        const waitMs = startedMs + atMs / player.speed - clock.monotonicMs();
        if (waitMs > 0) await sleep(clock, waitMs, signal);
      }
      const { raw, note } = await make();
      if (socket.readyState !== WebSocket.OPEN) break;
      const frame = decodeFrame(raw);
      const message = frame.ok ? frame.message : null;
      if (message?.type === 'MEETING_EVENT' && String(message.eventType).endsWith('ended'))
        endsMeeting = true;
      player.recordFrame({ direction: 'out', raw, message, reason: note, ...place });
      player.onSent(clock.monotonicMs() - startedMs);
      await new Promise<void>((resolve) => socket.send(raw, () => resolve()));
    }
    const sentMs = clock.monotonicMs();
    const isOver = (): boolean => {
      const nowMs = clock.monotonicMs();
      const limitMs = endsMeeting ? endDeadlineMs : quietMs;
      return (
        isComplete || socket.readyState !== WebSocket.OPEN || nowMs - Math.max(sentMs, heardMs) > limitMs
      );
    };
    while (!isOver() && !signal.aborted) await sleep(clock, 50, signal).catch(() => undefined);
    const { bytes } = ended;
    if (socket.readyState === WebSocket.OPEN) socket.close(1000);
    await Promise.race([ended.closed, sleep(clock, 2_000)]);
    const end = ended.reason();
    record({
      kind: 'connection',
      type: 'connection.closed',
      ...place,
      fields: bytes(),
      reason: saidAll() ? null : (end?.sentence ?? null),
    });
    // Neither compressed nor left out: a plain client sends the same.
    return { ...bytes(), plainOut: bytes().out };
  } finally {
    signal.removeEventListener('abort', stop);
    socket.terminate();
  }
}

function watchEnd(
  socket: WebSocket,
  dial: Dial,
  { way, clock }: { way: { proxy: string | null; hasTunnel: boolean }; clock: Clock },
): {
  opened: Promise<void>;
  closed: Promise<void>;
  reason: () => ConnectionEnd | null;
  bytes: () => { out: number; in: number };
} {
  const opened = Promise.withResolvers<undefined>();
  const closed = Promise.withResolvers<undefined>();
  let reason: ConnectionEnd | null = null;
  let bytes = (): { out: number; in: number } => ({ out: 0, in: 0 });
  const end = (given: ConnectionEnd): void => {
    reason ??= given;
    opened.reject(new AppError('unreachable', given.sentence));
  };
  opened.promise.catch(() => undefined);
  socket.on('upgrade', ({ socket: stream }) => {
    bytes = () => ({ out: stream.bytesWritten, in: stream.bytesRead });
  });
  socket.on('open', () => opened.resolve(undefined));
  onSocketEnd(socket, { url: dial.url, way, nowMs: () => clock.nowMs() }, end);
  socket.on('unexpected-response', () => socket.terminate());
  socket.on('close', () => closed.resolve(undefined));
  return { opened: opened.promise, closed: closed.promise, reason: () => reason, bytes: () => bytes() };
}
