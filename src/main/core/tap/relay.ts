import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { say } from '../../../shared/words/all-words.ts';
import { messageOf } from '../../../shared/errors.ts';
import type { Clock } from '../ports/ports.ts';
import { onSocketEnd, type ConnectionEnd, type Dial } from '../network/network.ts';
import { headersToPassOn } from './admission.ts';
import { closeAlike, closeReason, leaveSoon, type CloseWord } from './close-socket.ts';
import type { Faults } from './faults.ts';
import { createOneWay, type Item, type OneWay } from './one-way.ts';

/** What is told of a connection, as it happens. */
export type RelayHooks = {
  /** A message to the target (`out`) or to the client (`in`); `note` where a fault met it. */
  onMessage: (direction: 'in' | 'out', data: Buffer, isBinary: boolean, note: string | null) => void;
  onOpen: () => void;
  /** The target cannot be reached. */
  onUnreachable: (end: ConnectionEnd) => void;
  /** The first side to end it, and how; `problem` where it said what no WebSocket may say, or broke off. */
  onClose: (by: 'client' | 'target' | 'tap', word: CloseWord, problem: string | null) => void;
};

/** A connection of a client through the tap. */
export type Relay = {
  /** The client is there, on this connection; it may have been let in before its target answered. */
  join(client: WebSocket, wire: Duplex): void;
  /** Resolves with the subprotocol that the target chose, or with why it cannot be reached. */
  upstream: Promise<{ protocol: string } | { end: ConnectionEnd }>;
  /** Ends both sides. */
  close(word: CloseWord): void;
  /** The client is gone before it was there: nobody is left to speak for. */
  clientLeft(): void;
  done: Promise<void>;
};

// A server that takes as much as it likes closes by itself; what goes through is not ours to judge.
export const largestMessageBytes = 128 * 1024 * 1024;
/** Of messages that are packed or unpacked: most of the process's threads are left for files and names. */
export const fewAtOnce = { concurrencyLimit: 4 };
const connectTimeoutMs = 10_000;
// A peer whose machine is gone says nothing; the system asks it, without a word on the WebSocket.
export const askAfterMs = 30_000;
const badGateway = 1014;

/** Opens the way to the target, and passes on both ways whatever comes, closes and pings included. */
export async function openRelay(options: {
  request: IncomingMessage;
  dial: Dial;
  faults: Faults;
  random: () => number;
  clock: Clock;
  hooks: RelayHooks;
}): Promise<Relay> {
  const { request, dial, faults, random, clock, hooks } = options;
  let client: WebSocket | null = null;
  let isOver = false;
  let hasOpened = false;
  const done = Promise.withResolvers<undefined>();
  const answered = Promise.withResolvers<{ protocol: string } | { end: ConnectionEnd }>();
  const opening = new AbortController();
  const { agent, ca, proxy } = await dial.findRoute();
  const way = { proxy, hasTunnel: false };
  const target = new WebSocket(addressFor(dial.url, request.url), protocolsOf(request), {
    followRedirects: false,
    autoPong: false,
    maxPayload: largestMessageBytes,
    perMessageDeflate:
      (request.headers['sec-websocket-extensions'] ?? '').includes('permessage-deflate') && fewAtOnce,
    handshakeTimeout: connectTimeoutMs,
    ca,
    agent: agent(opening.signal, (status) => (way.hasTunnel = status === 200)),
    headers: { ...headersToPassOn(request, dial.url), 'ngrok-skip-browser-warning': '1', ...dial.headers },
  });
  const wayTo = (direction: 'in' | 'out', sender: () => WebSocket | null): OneWay =>
    createOneWay({
      sender,
      faults,
      random,
      clock,
      // A client that sleeps for a while still wants to know how it ended.
      leavesSoon: direction === 'out',
      onPassed: (data, isBinary, note) => hooks.onMessage(direction, data, isBinary, note),
    });
  const toTarget = wayTo('out', () => client);
  const toClient = wayTo('in', () => target);
  const timers = [
    ...(faults.halfOpenSec === null ? [] : [clock.after(faults.halfOpenSec * 1_000, blockAll)]),
    ...(faults.close === null
      ? []
      : [
          clock.after(faults.close.afterSec * 1_000, () =>
            close({ code: faults.close?.code ?? 1000, reason: '' }),
          ),
        ]),
  ];

  function blockAll(): void {
    toTarget.block();
    toClient.block();
  }

  /** The first end counts: the other side is ended alike. */
  function over(by: 'client' | 'target' | 'tap', word: CloseWord, problem: string | null = null): void {
    if (isOver) return;
    isOver = true;
    for (const cancel of timers) cancel();
    // What a client said before it left still goes to a target that is about to answer.
    if (by !== 'client') opening.abort();
    hooks.onClose(by, word, problem);
    done.resolve(undefined);
  }

  function listen(socket: WebSocket, way: OneWay, by: 'client' | 'target'): void {
    const push = (item: Item): void => way.push(item);
    let problem: string | null = null;
    socket.on('error', (error) => (problem = messageOf(error)));
    socket.on('message', (data: Buffer, isBinary) => push({ kind: 'message', data, isBinary }));
    socket.on('ping', (data) => push({ kind: 'ping', data }));
    socket.on('pong', (data) => push({ kind: 'pong', data }));
    socket.on('close', (code, reason) => {
      push({ kind: 'close', code, reason });
      over(by, { code, reason }, problem);
    });
  }

  function unreachable(end: ConnectionEnd): void {
    if (hasOpened || isOver) return;
    hooks.onUnreachable(end);
    answered.resolve({ end });
    const word = { code: badGateway, reason: closeReason(end.sentence) };
    if (client !== null) closeAlike(client, word);
    over('target', word);
  }

  function close(word: CloseWord): void {
    over('tap', word);
    if (client !== null) closeAlike(client, word);
    closeAlike(target, word);
    leaveSoon(target, clock);
  }

  function clientLeft(): void {
    if (client !== null) return;
    const word = { code: 1006, reason: '' };
    over('client', word);
    opening.abort();
    answered.resolve({ protocol: '' });
    closeAlike(target, word);
  }

  onSocketEnd(target, { url: dial.url, way, nowMs: () => clock.nowMs() }, unreachable);
  target.on('unexpected-response', () => target.terminate());
  target.on('upgrade', ({ socket }) => {
    socket.setKeepAlive(true, askAfterMs);
    target.once('open', () => opened(socket));
  });

  function opened(wire: Duplex): void {
    hasOpened = true;
    hooks.onOpen();
    listen(target, toClient, 'target');
    answered.resolve({ protocol: target.protocol });
    toTarget.open(target, wire);
  }

  return {
    join(socket, wire) {
      client = socket;
      listen(socket, toTarget, 'client');
      // What a target said before it ended, and how it ended, waits on the way.
      if (isOver && !hasOpened) {
        closeAlike(socket, { code: badGateway, reason: say('tester.ended-early') });
        return;
      }
      toClient.open(socket, wire);
    },
    upstream: answered.promise,
    close,
    clientLeft,
    done: done.promise,
  };
}

/** The target's own address; a client's query goes along where the target has none. */
function addressFor(targetUrl: string, clientUrl = '/'): string {
  const query = clientUrl.split('?')[1] ?? '';
  return query === '' || targetUrl.includes('?') ? targetUrl : `${targetUrl}?${query}`;
}

/** The subprotocols that a client asks for. */
function protocolsOf(request: IncomingMessage): string[] {
  const asked = request.headers['sec-websocket-protocol'] ?? '';
  return [...new Set(asked.split(',').map((name) => name.trim()))].filter((name) =>
    /^[\w!#$%&'*+.^`|~-]+$/.test(name),
  );
}
