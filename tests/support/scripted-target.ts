import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { holdPort } from './held-port.ts';

export type ReceivedMessage = { type: string; [key: string]: unknown };

/** A target whose behaviour a test writes itself, frame by frame. */
export type ScriptedTarget = {
  url: string;
  port: number;
  /** Every message of every connection, in order. */
  received: ReceivedMessage[];
  connections: WebSocket[];
  /** The headers of every upgrade, of those that were refused too. */
  upgrades: IncomingHttpHeaders[];
  /** What each upgrade asked for. */
  paths: string[];
  /** Audio bytes of all chunks, in order of arrival. */
  audio(): Buffer;
  stop(): Promise<void>;
};

export async function startScriptedTarget(script: {
  /** Default: acknowledges on connecting, as a real backend does. `wire` carries what the client sends, as it is sent. */
  onConnect?: (socket: WebSocket, wire: Duplex) => void;
  onMessage?: (message: ReceivedMessage, socket: WebSocket) => void;
  /** Takes every frame as it came, also what is no message; nothing is `received` then. */
  onFrame?: (frame: Buffer, isBinary: boolean, socket: WebSocket) => void;
  /** Answers the upgrade with plain HTTP instead. */
  onHttp?: (request: IncomingMessage, response: ServerResponse) => void;
  refuseUpgrade?: number;
  /** Answers an upgrade with plain HTTP, by how many came before; `null` lets it pass. */
  answerUpgrade?: (earlier: number) => { status: number; headers?: Record<string, string> } | null;
  port?: number;
  /** `127.0.0.1` unless told otherwise. */
  host?: string;
  /** Speaks wss with this certificate. */
  tls?: { key: string; cert: string };
  autoPong?: boolean;
  perMessageDeflate?: boolean;
}): Promise<ScriptedTarget> {
  const received: ReceivedMessage[] = [];
  const connections: WebSocket[] = [];
  const upgrades: IncomingHttpHeaders[] = [];
  const paths: string[] = [];
  const http = script.tls ? createTlsServer(script.tls, script.onHttp) : createServer(script.onHttp);
  const server = new WebSocketServer({
    noServer: true,
    autoPong: script.autoPong ?? true,
    perMessageDeflate: script.perMessageDeflate ?? false,
  });
  http.on('upgrade', (request, socket, head) => {
    // Who is refused may be gone before it has read why.
    socket.on('error', () => undefined);
    upgrades.push(request.headers);
    paths.push(request.url ?? '');
    const refused = script.refuseUpgrade === undefined ? undefined : { status: script.refuseUpgrade };
    const answer: { status: number; headers?: Record<string, string> } | null =
      refused ?? script.answerUpgrade?.(upgrades.length - 1) ?? null;
    if (answer !== null) {
      const headers = { 'Content-Type': 'text/html', 'Content-Length': '13', ...answer.headers };
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.end(`HTTP/1.1 ${answer.status} No\r\n${lines.join('')}\r\n<h1>no</h1>\r\n`);
      return;
    }
    server.handleUpgrade(request, socket, head, (client) => {
      connections.push(client);
      client.on('error', () => undefined);
      client.on('message', (payload: Buffer, isBinary: boolean) => {
        if (script.onFrame !== undefined) {
          script.onFrame(payload, isBinary, client);
          return;
        }
        const message = JSON.parse(payload.toString()) as ReceivedMessage;
        received.push(message);
        script.onMessage?.(message, client);
      });
      (script.onConnect ?? acknowledge)(client, socket);
    });
  });
  http.listen(script.port ?? 0, script.host ?? '127.0.0.1');
  await once(http, 'listening');

  async function end(): Promise<void> {
    for (const client of server.clients) client.terminate();
    http.closeAllConnections();
    if (!http.listening) return;
    await new Promise((resolve) => http.close(resolve));
  }
  onTestFinished(end);

  const { port, address, family } = http.address() as AddressInfo;
  const host = family === 'IPv6' ? `[${address}]` : address;
  return {
    url: `${script.tls ? 'wss' : 'ws'}://${host}:${port}/ws`,
    port,
    received,
    connections,
    upgrades,
    paths,
    audio: () =>
      Buffer.concat(
        received
          .filter(({ type }) => type === 'AUDIO_CHUNK')
          .map(({ data }) => Buffer.from(String(data), 'base64')),
      ),
    // Its address stays its own: another may start there, and until then nobody answers.
    async stop() {
      await end();
      if (address === '127.0.0.1') await holdPort(port);
    },
  };
}

export function say(socket: WebSocket, message: object): void {
  socket.send(JSON.stringify(message));
}

export function acknowledge(socket: WebSocket): void {
  say(socket, {
    type: 'HANDSHAKE_ACK',
    serverVersion: '1.0',
    status: 'ready',
    timestamp: new Date().toISOString(),
  });
}

/** Ends a meeting as a real backend does. */
export function completeOnEnd(message: ReceivedMessage, socket: WebSocket): void {
  if (message.type !== 'MEETING_EVENT' || message.eventType !== 'meeting_ended') return;
  say(socket, { type: 'PROCESSING_STATUS', data: { message: 'Starting', stage: 'initialization' } });
  say(socket, {
    type: 'PROCESSING_COMPLETE',
    data: { message: 'done', total_transcripts: 0, buffer_flush_confirmed: true },
  });
}
