import { WebSocket, type ClientOptions } from 'ws';
import type { Clock } from '../../../ports/ports.ts';
import { saidBy } from '../../../../../shared/errors.ts';
import { ownEnd } from '../../../../../shared/health/own-end.ts';
import { tell, toldBy } from '../../../../../shared/words/all-words.ts';
import { isOfCompression, onSocketEnd, type ConnectionEnd, type Dial } from '../../../network/network.ts';
import { createRoundTrips } from './round-trips.ts';

/** One open WebSocket to a target, from its first byte to its last. */
export type Connection = {
  /** Fires once, when the connection is over; its reason is a {@link ConnectionEnd}. */
  ended: AbortSignal;
  /** Resolves when the socket has taken the frame, so that a slow uplink slows its caller down. */
  send(raw: string): Promise<void>;
  /** The peer answers with `onPong(token)` once it has read everything that was sent before. */
  ping(token: string): void;
  /** Ends it unless a byte comes within 3 s: after a sleep most connections are gone without a word. */
  prove(): void;
  /** Bytes on the socket, both ways, below WebSocket framing and compression. */
  bytes(): { out: number; in: number };
  /** Bytes that the socket was given and the system has not taken yet. */
  waitingBytes(): number;
  close(): Promise<void>;
  /** Ends it without a word: for a peer that is silent, or when time is up. */
  terminate(end: ConnectionEnd): void;
};

const connectTimeoutMs = 10_000;
const heartbeatMs = 15_000;
// Two heartbeats without a single byte back: the peer is gone, though TCP has not noticed.
const silenceLimitMs = 30_000;
// A target that is busy reads late; one that can confirm, talks and does not for so long would hold audio up for ever.
const unansweredLimitMs = 60_000;
const closeTimeoutMs = 2_000;
const proofMs = 3_000;
// More than the backend itself takes; a bigger frame is a fault of the target and closes the connection.
const maxFrameBytes = 16 * 1024 * 1024;

// Base64 of speech shrinks to about half. Level 6 of memory makes smaller blocks, which follow the voice better than
// larger ones (0.521 of the plain bytes; 0.525 at zlib's default) and take a quarter of the memory.
const deflateOptions = { threshold: 1_024, zlibDeflateOptions: { memLevel: 6 } } as const;

/**
 * Opens a WebSocket.
 * @throws ConnectionFailed with the reason and whether to try again.
 */
export async function openConnection(options: {
  dial: Dial;
  /** What the upgrade says of us as User-Agent. */
  userAgent: string;
  /** Whether to offer permessage-deflate; the target decides. */
  compress: boolean;
  clock: Clock;
  signal: AbortSignal;
  /** `deliveries`: how many listeners the socket has for its messages; more than one is a fault of ours. */
  onText: (raw: string, deliveries: number) => void;
  onBinary: (byteLength: number) => void;
  /** `roundTripMs`: from the ping of this token, behind the audio that was sent before it, to its pong. */
  onPong: (token: string, roundTripMs: number | null) => void;
  /** False for a peer that is known to answer no ping: as long as it says something, it is there. */
  expectsPongs: () => boolean;
}): Promise<Connection> {
  const { dial, clock, signal } = options;
  const ended = new AbortController();
  const opening = new AbortController();
  const { proxy, agent, ca } = await findRoute(dial);
  const place = { proxy, hasTunnel: false };
  let isOpen = false;
  const socket = makeSocket(dial.url, {
    followRedirects: false,
    perMessageDeflate: options.compress && deflateOptions,
    maxPayload: maxFrameBytes,
    ca,
    agent: agent(opening.signal, (status) => {
      place.hasTunnel = status === 200;
    }),
    headers: {
      'User-Agent': options.userAgent,
      // ngrok's free tier answers with a page of its own unless a request carries this.
      'ngrok-skip-browser-warning': '1',
      ...dial.headers,
    },
  });
  const wire = watchWire(socket, clock);
  const mayCompress = (): boolean =>
    options.compress && (!isOpen || socket.extensions.includes('permessage-deflate'));

  const end = (reason: ConnectionEnd): void => {
    if (ended.signal.aborted) return;
    const brokeCompression = mayCompress() && isOfCompression(reason);
    ended.abort(brokeCompression ? { ...reason, brokeCompression } : reason);
    if (!isOpen) opening.abort();
    cancelConnectTimeout();
    cancelSilence();
    stopHeartbeat();
    cancelProof();
    if (socket.readyState === WebSocket.CLOSING) leave();
    else socket.terminate();
  };
  // The peer gets a moment to read the close frame that tells what was wrong.
  const leave = (): void => {
    const cancel = clock.after(closeTimeoutMs, () => socket.terminate());
    socket.once('close', cancel);
  };

  const cancelConnectTimeout = clock.after(connectTimeoutMs, () => {
    const sec = connectTimeoutMs / 1_000;
    const told =
      proxy === null || place.hasTunnel
        ? tell('end.silent', { sec })
        : tell('end.proxy-silent', { proxy, sec });
    end({ code: 'connect-timeout', ...told, retry: true });
  });
  let cancelProof: () => void = () => undefined;
  function prove(): void {
    cancelProof();
    const askedMs = clock.monotonicMs();
    ping(lastToken);
    cancelProof = clock.after(proofMs, () => {
      if (wire.lastByteMs() > askedMs) return;
      end({ code: 'silent', ...tell('end.silent-after-sleep'), retry: true });
    });
  }
  let lastToken = '';
  const roundTrips = createRoundTrips(clock);
  let unansweredSinceMs = Number.POSITIVE_INFINITY;
  const ping = (token: string): void => {
    if (socket.readyState !== WebSocket.OPEN) return;
    lastToken = token;
    roundTrips.sent(token);
    unansweredSinceMs = Math.min(unansweredSinceMs, clock.monotonicMs());
    socket.ping(token);
  };
  // Says the last token again: a barrier whose pong got lost is made up for.
  const stopHeartbeat = clock.every(heartbeatMs, () => ping(lastToken));
  let cancelSilence = clock.after(silenceLimitMs, listen);
  function listen(): void {
    const nowMs = clock.monotonicMs();
    const silentInMs = wire.lastByteMs() + silenceLimitMs - nowMs;
    if (!options.expectsPongs()) unansweredSinceMs = Number.POSITIVE_INFINITY;
    const unansweredInMs = unansweredSinceMs + unansweredLimitMs - nowMs;
    if (silentInMs <= 0) {
      end({ code: 'silent', ...tell('end.gone-silent', { sec: silenceLimitMs / 1_000 }), retry: true });
    } else if (unansweredInMs <= 0) {
      end({ code: 'no-pong', ...tell('end.no-pongs', { sec: unansweredLimitMs / 1_000 }), retry: true });
    } else {
      cancelSilence = clock.after(Math.min(silentInMs, unansweredInMs), listen);
    }
  }

  socket.on('message', (payload: Buffer, isBinary) => {
    if (ended.signal.aborted) return;
    if (isBinary) options.onBinary(payload.byteLength);
    else options.onText(payload.toString('utf8'), socket.listenerCount('message'));
  });
  socket.on('pong', (payload) => {
    const token = payload.toString('utf8');
    const roundTripMs = roundTrips.answered(token);
    // A pong that answers none of ours says nothing of what was read.
    if (roundTripMs !== null) unansweredSinceMs = Number.POSITIVE_INFINITY;
    if (!ended.signal.aborted) options.onPong(token, roundTripMs);
  });
  onSocketEnd(socket, { url: dial.url, way: place, nowMs: () => clock.nowMs() }, end);

  await opened(socket, ended.signal, signal, end);
  isOpen = true;
  cancelConnectTimeout();

  return {
    ended: ended.signal,
    send: (raw) =>
      new Promise((resolve, reject) => {
        const fail = (): void => reject(new ConnectionFailed(ended.signal.reason as ConnectionEnd));
        if (ended.signal.aborted) {
          fail();
          return;
        }
        socket.send(raw, (error) => {
          if (!error) {
            resolve();
          } else if (ended.signal.aborted) {
            fail();
          } else {
            // The close code says why; it comes with the end, which must not take for ever.
            leave();
            ended.signal.addEventListener('abort', fail, { once: true });
          }
        });
      }),
    ping,
    prove,
    bytes: () => wire.bytes(),
    waitingBytes: () => socket.bufferedAmount,
    async close() {
      if (ended.signal.aborted) return;
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
      });
      leave();
      socket.close(1000);
      await closed;
    },
    terminate: end,
  };
}

/** Thrown where a connection is needed and there is none. */
export class ConnectionFailed extends Error {
  readonly end: ConnectionEnd;

  constructor(end: ConnectionEnd) {
    super(end.sentence);
    this.name = 'ConnectionFailed';
    this.end = end;
  }
}

/** A file of certificates that is not there may be there at the next try. */
async function findRoute(dial: Dial): Promise<Awaited<ReturnType<Dial['findRoute']>>> {
  try {
    return await dial.findRoute();
  } catch (error) {
    throw new ConnectionFailed({ code: 'route', ...toldBy(saidBy(error)), retry: true });
  }
}

function makeSocket(url: string, options: ClientOptions): WebSocket {
  try {
    return new WebSocket(url, options);
  } catch (error) {
    const told = tell('end.address', { why: saidBy(error) });
    throw new ConnectionFailed({ code: 'address', ...told, retry: false });
  }
}

async function opened(
  socket: WebSocket,
  ended: AbortSignal,
  signal: AbortSignal,
  end: (reason: ConnectionEnd) => void,
): Promise<void> {
  const stop = (): void => end({ code: ownEnd, ...tell('end.stopped'), retry: false });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  ended.addEventListener('abort', () => signal.removeEventListener('abort', stop), { once: true });
  await new Promise<void>((resolve, reject) => {
    const fail = (): void => reject(new ConnectionFailed(ended.reason as ConnectionEnd));
    if (ended.aborted) fail();
    socket.once('open', resolve);
    ended.addEventListener('abort', fail, { once: true });
  });
}

/** Goes on telling after the socket is gone. */
function watchWire(
  socket: WebSocket,
  clock: Clock,
): { bytes: () => { out: number; in: number }; lastByteMs: () => number } {
  let bytes = (): { out: number; in: number } => ({ out: 0, in: 0 });
  let lastByteMs = clock.monotonicMs();
  socket.on('upgrade', ({ socket: stream }) => {
    bytes = () => ({ out: stream.bytesWritten, in: stream.bytesRead });
    lastByteMs = clock.monotonicMs();
    // Not before ws listens itself: a listener of ours alone would take the first bytes from it.
    socket.once('open', () => {
      stream.on('data', () => {
        lastByteMs = clock.monotonicMs();
      });
    });
  });
  return { bytes: () => bytes(), lastByteMs: () => lastByteMs };
}
