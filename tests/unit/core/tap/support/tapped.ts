import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished } from 'vitest';
import { WebSocket, WebSocketServer, type ClientOptions, type ServerOptions } from 'ws';
import type { EventDraft } from '../../../../../src/shared/events/events.ts';
import { createSystemClock } from '../../../../../src/main/core/lifecycle/time/system-clock.ts';
import { directDial } from '../../../../../src/main/core/network/network.ts';
import type { Clock, FrameOnWire } from '../../../../../src/main/core/ports/ports.ts';
import { noFaults, type Faults } from '../../../../../src/main/core/tap/faults.ts';
import { createFrameRecorder } from '../../../../../src/main/core/tap/record-frames.ts';
import { openTap, type RunningTap } from '../../../../../src/main/core/tap/running-tap.ts';

export type Said = { text: string } | { binary: string } | { ping: string } | { pong: string };
/** What one end of a connection saw, in order. */
export type Ledger = { said: Said[]; closed: Promise<[number, string]> };

export function keepLedger(socket: WebSocket): Ledger {
  const said: Said[] = [];
  socket.on('message', (data: Buffer, isBinary) =>
    said.push(isBinary ? { binary: data.toString('hex') } : { text: data.toString('utf8') }),
  );
  socket.on('ping', (data) => said.push({ ping: data.toString() }));
  socket.on('pong', (data) => said.push({ pong: data.toString() }));
  socket.on('error', () => undefined);
  const closed = once(socket, 'close').then(
    ([code, reason]) => [code as number, String(reason)] as [number, string],
  );
  return { said, closed };
}

export type Target = {
  url: string;
  server: WebSocketServer;
  sockets: WebSocket[];
  ledgers: Ledger[];
  headers: Record<string, unknown>[];
};

export async function startTarget(
  options: ServerOptions = {},
  onConnect?: (socket: WebSocket, request: IncomingMessage) => void,
): Promise<Target> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...options });
  const target: Target = { url: '', server, sockets: [], ledgers: [], headers: [] };
  server.on('connection', (socket, request) => {
    target.sockets.push(socket);
    target.ledgers.push(keepLedger(socket));
    target.headers.push(request.headers);
    onConnect?.(socket, request);
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  target.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
  return target;
}

export type Tapped = { tap: RunningTap; url: string; frames: FrameOnWire[]; events: EventDraft[] };

export async function tapTo(
  url: string,
  faults: Partial<Faults> = {},
  allowedOrigins: string[] = [],
  clock: Clock = createSystemClock(),
): Promise<Tapped> {
  const frames: FrameOnWire[] = [];
  const events: EventDraft[] = [];
  const tap = await openTap({
    port: 0,
    target: 'dev',
    dial: directDial(url),
    allowedOrigins,
    faults: { ...noFaults, ...faults },
    faultsWritten: '',
    random: () => 0.5,
    clock,
    record: (event) => events.push(event),
    onFrame: createFrameRecorder({
      record: (event) => events.push(event),
      recordFrame: (frame) => frames.push(frame),
      onClientMessage: () => undefined,
    }),
    onClientGone: () => undefined,
    onProblem: () => undefined,
    onChange: () => undefined,
  });
  onTestFinished(() => tap.stop());
  return { tap, url: `ws://127.0.0.1:${tap.port}/ws`, frames, events };
}

export async function connect(
  url: string,
  options: ClientOptions = {},
  protocols: string[] = [],
): Promise<{ socket: WebSocket; ledger: Ledger }> {
  const socket = new WebSocket(url, protocols, options);
  const ledger = keepLedger(socket);
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return { socket, ledger };
}

export async function pair(faults: Partial<Faults> = {}, options: ServerOptions = {}) {
  const target = await startTarget(options);
  const tapped = await tapTo(target.url, faults);
  const client = await connect(tapped.url, { perMessageDeflate: true });
  // The target has taken the connection before the tap hears of it.
  await expect.poll(() => tapped.events.map(({ type }) => type)).toContain('connection.open');
  const [server] = target.sockets;
  const [ledger] = target.ledgers;
  if (server === undefined || ledger === undefined) throw new Error('There is no connection to the target.');
  return {
    ...tapped,
    target,
    client: client.socket,
    clientLedger: client.ledger,
    server,
    serverLedger: ledger,
  };
}
