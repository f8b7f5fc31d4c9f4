import { WebSocket } from 'ws';
import type { Clock } from '../ports.ts';
import { endOfClose, endOfError, endOfUpgradeAnswer, type ConnectionEnd } from './connection-end.ts';

/** One open WebSocket to a target, from its first byte to its last. */
export type Connection = {
  /** Fires once, when the connection is over; its reason is a {@link ConnectionEnd}. */
  ended: AbortSignal;
  /** Resolves when the socket has taken the frame, so that a slow uplink slows its caller down. */
  send(raw: string): Promise<void>;
  /** The peer answers with `onPong(token)` once it has read everything that was sent before. */
  ping(token: string): void;
  /** Bytes on the socket, both ways, below WebSocket framing and compression. */
  bytes(): { out: number; in: number };
  close(): Promise<void>;
  /** Ends it without a word: for a peer that is silent, or when time is up. */
  terminate(end: ConnectionEnd): void;
};

const connectTimeoutMs = 10_000;
const heartbeatMs = 15_000;
// Two heartbeats without a single byte back: the peer is gone, though TCP has not noticed.
const silenceLimitMs = 30_000;
const closeTimeoutMs = 2_000;
// More than the backend itself takes; a bigger frame is a fault of the target and closes the connection.
const maxFrameBytes = 16 * 1024 * 1024;

/**
 * Opens a WebSocket.
 * @throws ConnectionFailed with the reason and whether to try again.
 */
export async function openConnection(options: {
  url: string;
  clock: Clock;
  signal: AbortSignal;
  onText: (raw: string) => void;
  onBinary: (byteLength: number) => void;
  onPong: (token: string) => void;
}): Promise<Connection> {
  const { url, clock, signal } = options;
  const ended = new AbortController();
  const socket = new WebSocket(url, {
    handshakeTimeout: connectTimeoutMs,
    followRedirects: false,
    perMessageDeflate: false,
    maxPayload: maxFrameBytes,
    // ngrok's free tier answers with a page of its own unless a request carries this.
    headers: { 'ngrok-skip-browser-warning': '1' },
  });
  const counted = countBytes(socket);

  const end = (reason: ConnectionEnd): void => {
    if (ended.signal.aborted) return;
    ended.abort(reason);
    stopHeartbeat();
    socket.terminate();
  };

  let lastBytesIn = 0;
  let lastByteMs = clock.monotonicMs();
  const stopHeartbeat = clock.every(heartbeatMs, () => {
    const bytesIn = counted().in;
    if (bytesIn !== lastBytesIn) {
      lastBytesIn = bytesIn;
      lastByteMs = clock.monotonicMs();
    }
    if (clock.monotonicMs() - lastByteMs >= silenceLimitMs) {
      end({ code: 'silent', sentence: 'The target has not answered for 30 seconds.', retry: true });
    } else if (socket.readyState === WebSocket.OPEN) {
      socket.ping();
    }
  });

  socket.on('message', (payload: Buffer, isBinary) => {
    if (ended.signal.aborted) return;
    if (isBinary) options.onBinary(payload.byteLength);
    else options.onText(payload.toString('utf8'));
  });
  socket.on('pong', (payload) => {
    if (!ended.signal.aborted) options.onPong(payload.toString('utf8'));
  });
  socket.on('unexpected-response', (_request, response) => {
    response.resume();
    end(endOfUpgradeAnswer(response.statusCode ?? 0));
  });
  socket.on('error', (error) => {
    end(endOfError(error));
  });
  socket.on('close', (code) => {
    end(endOfClose(code));
  });

  await opened(socket, ended.signal, signal, end);

  return {
    ended: ended.signal,
    send: (raw) =>
      new Promise((resolve, reject) => {
        if (ended.signal.aborted) {
          reject(new ConnectionFailed(ended.signal.reason as ConnectionEnd));
          return;
        }
        socket.send(raw, (error) => {
          if (error) reject(new ConnectionFailed(endOfError(error)));
          else resolve();
        });
      }),
    ping(token) {
      if (socket.readyState === WebSocket.OPEN) socket.ping(token);
    },
    bytes: counted,
    async close() {
      if (ended.signal.aborted) return;
      const closed = new Promise<void>((resolve) => {
        socket.once('close', () => resolve());
      });
      const cancel = clock.after(closeTimeoutMs, () => socket.terminate());
      socket.close(1000);
      await closed;
      cancel();
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

async function opened(
  socket: WebSocket,
  ended: AbortSignal,
  signal: AbortSignal,
  end: (reason: ConnectionEnd) => void,
): Promise<void> {
  const stop = (): void => end({ code: 'stopped', sentence: 'The recording was stopped.', retry: false });
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

/** Keeps counting after the socket is gone. */
function countBytes(socket: WebSocket): () => { out: number; in: number } {
  let read = (): { out: number; in: number } => ({ out: 0, in: 0 });
  socket.on('upgrade', (response) => {
    const { socket: stream } = response;
    read = () => ({ out: stream.bytesWritten, in: stream.bytesRead });
  });
  return () => read();
}
