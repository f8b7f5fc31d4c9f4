import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { messageOf } from '../../../shared/errors.ts';
import type { TapStatus } from '../../../shared/tap/tap.ts';
import { say } from '../../../shared/words/all-words.ts';
import type { Dial } from '../network/network.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import { oddUpgrade, refusalOf, type Refusal } from './admission.ts';
import { answerPlain } from './answer-plain.ts';
import type { CloseWord } from './close-socket.ts';
import type { Faults } from './faults.ts';
import { listenOnLoopbacks } from './listen.ts';
import { fewAtOnce, largestMessageBytes, openRelay, type Relay, type RelayHooks } from './relay.ts';

/** One tap: a port of this machine through which any client talks to a target. */
export type RunningTap = {
  sessionId: string;
  port: number;
  status(): Omit<TapStatus, 'unrecorded'>;
  /** Lets pages of an origin in, from now on. */
  allow(origin: string): void;
  /** Messages meet these from now on; `half-open` and `close` connections that begin. */
  setFaults(faults: Faults, written: string): void;
  /** Ends its connections as a server does that goes away (1001). */
  stop(): Promise<void>;
};

/** What a tap is opened with that is plain, and may go to another thread. */
export type TapSetup = {
  port: number;
  target: string;
  allowedOrigins: readonly string[];
  faults: Faults;
  /** The same as they are written. */
  faultsWritten: string;
};

export type RunningTapOptions = TapSetup & {
  dial: Dial;
  random: () => number;
  clock: Clock;
  record: RecordEvent;
  /** A message went through, or was lost on its way by a fault. Returns at once: what goes through waits for it. */
  onFrame: (frame: PassedFrame) => void;
  onClientGone: (connectionId: string) => void;
  /** A connection failed for a reason of ours. */
  onProblem: (problem: string) => void;
  onChange: () => void;
};

/** A message on its way; `note` where a fault met it. */
export type PassedFrame = {
  place: Place;
  direction: 'in' | 'out';
  data: Buffer;
  isBinary: boolean;
  note: string | null;
};

export type Place = { sessionId: string; target: string; connectionId: string; generation: number };

export async function openTap(options: RunningTapOptions): Promise<RunningTap> {
  const { clock, target, record } = options;
  const sessionId = newTapId(clock.nowMs());
  const relays = new Map<string, Relay>();
  const counts = { connections: 0, refused: 0, frames: { in: 0, out: 0 }, bytes: { in: 0, out: 0 } };
  let newestGeneration = 1;
  let endedGeneration = 0;
  let lastRefusal: Refusal | null = null;
  const allowed = new Set(options.allowedOrigins);
  // Each way looks at it anew for each message.
  const faults = { ...options.faults };
  let faultsWritten = options.faultsWritten;
  let problem: string | null = null;

  // Clients are answered before their target is: frames wait on their way. Pings are answered by the target alone.
  const sockets = new WebSocketServer({
    noServer: true,
    autoPong: false,
    maxPayload: largestMessageBytes,
    perMessageDeflate: { threshold: 1_024, ...fewAtOnce },
    clientTracking: false,
  });

  function hooksFor(place: Place, origin: string | null): RelayHooks {
    return {
      onMessage(direction, data, isBinary, note) {
        counts.frames[direction] += 1;
        counts.bytes[direction] += data.length;
        options.onFrame({ place, direction, data, isBinary, note });
        options.onChange();
      },
      onOpen() {
        problem = null;
        record({ kind: 'connection', type: 'connection.open', ...place, fields: { origin } });
        options.onChange();
      },
      onUnreachable(end) {
        problem = end.sentence;
        record({
          kind: 'connection',
          type: 'connection.failed',
          ...place,
          fields: { code: end.code },
          reason: end.sentence,
        });
      },
      onClose(by, { code, reason }, problem) {
        const fields = {
          code,
          by,
          ...(String(reason) !== '' && { closeReason: String(reason).slice(0, 200) }),
        };
        const why =
          problem === null
            ? {}
            : {
                reason: say(by === 'client' ? 'tester.broken-off-by-client' : 'tester.broken-off-by-target', {
                  why: problem,
                }),
              };
        record({ kind: 'connection', type: 'connection.closed', ...place, fields, ...why });
        relays.delete(place.connectionId);
        endedGeneration = Math.max(endedGeneration, place.generation);
        options.onClientGone(place.connectionId);
        options.onChange();
      },
    };
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // A client that leaves while it is being let in.
    socket.on('error', () => undefined);
    const refusal = refusalOf(request, [...allowed]) ?? oddUpgrade(request);
    if (refusal !== null) {
      const { sentence, status = '403 Forbidden' } = refusal;
      counts.refused += 1;
      lastRefusal = refusal;
      record({ kind: 'connection', type: 'tap.refused', sessionId, target, reason: sentence });
      refuse(socket, status, sentence);
      options.onChange();
      return;
    }
    letIn(request, socket, head).catch((error: unknown) => {
      options.onProblem(messageOf(error));
      refuse(socket, '502 Bad Gateway', messageOf(error));
    });
  }

  async function letIn(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    counts.connections += 1;
    // One that begins after another has ended takes its place; those side by side are of one generation.
    newestGeneration = Math.max(newestGeneration, endedGeneration + 1);
    const place = { sessionId, target, connectionId: randomUUID(), generation: newestGeneration };
    const origin = request.headers.origin ?? null;
    record({
      kind: 'connection',
      type: 'connection.opening',
      ...place,
      fields: { origin, path: pathOf(request) },
    });
    options.onChange();
    const relay = await openRelay({ ...options, faults, request, hooks: hooksFor(place, origin) });
    relays.set(place.connectionId, relay);
    void relay.done.then(() => relays.delete(place.connectionId));
    // Also one whose offers nobody understands, which is refused below without a word to the relay.
    if (socket.destroyed) relay.clientLeft();
    else socket.once('close', () => relay.clientLeft());
    const hasChoice = request.headers['sec-websocket-protocol'] !== undefined;
    if (hasChoice) {
      // Only the target knows which subprotocol it speaks.
      const answer = await relay.upstream;
      if ('end' in answer) {
        refuse(socket, '502 Bad Gateway', answer.end.sentence);
        return;
      }
      chosen.set(request, answer.protocol);
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => relay.join(client, socket));
  }

  const chosen = new WeakMap<IncomingMessage, string>();
  sockets.options.handleProtocols = (_offered, request) => {
    const protocol = chosen.get(request) ?? '';
    return protocol === '' ? false : protocol;
  };

  const listening = await listenOnLoopbacks(options.port, clock, {
    upgrade,
    request(request, response) {
      answerPlain(request, response, { allowed: [...allowed], dial: options.dial }).catch((error: unknown) =>
        options.onProblem(messageOf(error)),
      );
    },
  });

  return {
    sessionId,
    port: listening.port,
    status: () => ({
      sessionId,
      port: listening.port,
      addresses: listening.hosts.map(
        (host) => `ws://${host === '::1' ? '[::1]' : host}:${listening.port}/ws`,
      ),
      target,
      connections: counts.connections,
      open: relays.size,
      refused: counts.refused,
      lastRefusal: lastRefusal?.sentence ?? null,
      refusedOrigin: lastRefusal?.origin ?? null,
      allowedOrigins: [...allowed],
      faults: faultsWritten,
      problem,
      frames: { ...counts.frames },
      bytes: { ...counts.bytes },
    }),
    allow(origin) {
      allowed.add(origin);
      if (lastRefusal?.origin === origin) lastRefusal = null;
      options.onChange();
    },
    setFaults(next, written) {
      Object.assign(faults, next);
      faultsWritten = written;
      record({ kind: 'connection', type: 'tap.faults', sessionId, target, fields: { faults: written } });
      options.onChange();
    },
    async stop() {
      const word: CloseWord = { code: 1001, reason: say('tester.tap-stops') };
      const all = [...relays.values()];
      for (const relay of all) relay.close(word);
      await Promise.all(all.map((relay) => relay.done));
      await listening.close();
    },
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}

function refuse(socket: Duplex, status: string, sentence: string): void {
  if (socket.destroyed) return;
  const body = `${sentence}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Sorts by time, as session ids do, and says what it is. */
function newTapId(nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  return `tap-${stamp}-${randomBytes(4).toString('hex')}`;
}
