import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, SpeechEngine } from '../ports/ports.ts';
import { answerStale } from './meetings/answer-audio.ts';
import { serveConnection, type Run } from './wire/connection.ts';
import { answerHttp, upgradeRefusal } from './wire/http-answers.ts';
import { inTurn } from './meetings/lane.ts';
import { createListener } from './wire/listener.ts';
import { createMeetings } from './meetings/meetings.ts';

export type BackendOptions = {
  /** 0 takes any free port. */
  port: number;
  host?: '127.0.0.1';
  /** Without an engine, clients are told the problem once a buffer. */
  engine: { engine: SpeechEngine } | { problem: string };
  clock: Clock;
  log: Logger;
};

export type Backend = {
  /** `ws://127.0.0.1:PORT/ws` */
  url: string;
  port: number;
  /** Closes connections with 1001 and ends the speech engine's work; takes at most 2 s. */
  stop(): Promise<void>;
};

const maxPayloadBytes = 16 * 1024 * 1024;
const checkEveryMs = 1_000;
const closeGraceMs = 1_000;

/**
 * The built-in ScrumBot backend: speaks a real backend's protocol on loopback, without its faults.
 * @throws AppError `busy` when the port is taken.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { clock, log, host = '127.0.0.1' } = options;
  const stopping = new AbortController();
  const meetings = createMeetings(clock);
  const listen = createListener({ engine: options.engine, clock, log, signal: stopping.signal });
  const working = new Set<Promise<void>>();

  const run: Run = async (lanes, work) => {
    const done = inTurn(lanes, async () => {
      if (!stopping.signal.aborted) await work();
    }).catch((error: unknown) => {
      if (!stopping.signal.aborted) log.error({ problem: messageOf(error) }, 'backend work failed');
    });
    working.add(done);
    await done;
    working.delete(done);
  };

  const server = createServer(answerHttp);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: { threshold: 1024 },
  });
  sockets.on('connection', (socket) => {
    socket.on('error', (error) => log.warn({ problem: error.message }, 'backend connection broke'));
    serveConnection(socket, { meetings, listen, clock, run });
  });
  server.on('upgrade', (request, stream, head) => {
    const refusal = upgradeRefusal(request);
    if (refusal === null) {
      sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
    } else {
      stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  });

  const port = await bind(server, options.port, host);
  const endChecks = clock.every(checkEveryMs, () => {
    meetings.sweep();
    for (const meeting of meetings.all()) {
      // Without a client the audio waits: whoever reconnects adds to it.
      if (meeting.lane.isBusy() || meeting.clients.size === 0) continue;
      const stale = meeting.audio.takeStale(clock.monotonicMs());
      if (stale !== null) void run([meeting.lane], () => answerStale(meeting, stale, { listen, clock }));
    }
  });

  return {
    url: `ws://${host}:${port}/ws`,
    port,
    async stop() {
      endChecks();
      stopping.abort();
      const { promise: graceOver, resolve: giveUp } = Promise.withResolvers<undefined>();
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.close();
      for (const socket of sockets.clients) socket.close(1001, 'The backend stops');
      const endGrace = clock.after(closeGraceMs, () => {
        for (const socket of sockets.clients) socket.terminate();
        server.closeAllConnections();
        giveUp(undefined);
      });
      server.closeIdleConnections();
      await Promise.race([Promise.all([closed, ...working]), graceOver]);
      endGrace();
    },
  };
}

async function bind(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(cannotBind(port, cause)));
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

function cannotBind(port: number, cause: Error): AppError {
  return new AppError(
    'busy',
    `Port ${port} cannot be used: ${cause.message}. Choose another port, or stop the program that has it.`,
    { cause },
  );
}
