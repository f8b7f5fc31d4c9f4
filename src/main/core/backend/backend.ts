/**
 * The built-in ScrumBot backend: speaks a real backend's protocol on loopback.
 * Needs a speech engine.
 * Owns a port and its connections.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, SpeechEngine } from '../ports/ports.ts';
import { createHashWords } from './simulation/hash-words.ts';
import { createLedger, type Ledger } from './simulation/ledger.ts';
import type { Service } from './simulation/service.ts';
import { noSimulation, parseSimulation, type Simulation } from './simulation/simulation.ts';
import { createStoredMeetings } from './simulation/meeting/stored-meetings.ts';
import { answerHttp, upgradeRefusal } from './wire/http-answers.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export { createHashWords } from './simulation/hash-words.ts';
export { createPlaceOpener } from './open-place.ts';
export { parseSimulation, simulationWords, type Simulation } from './simulation/simulation.ts';

/** Without an engine, clients are told the problem once a buffer. A real backend's imitation always has one. */
export type Engine = { engine: SpeechEngine } | { problem: string };

export type BackendOptions = {
  /** 0 takes any free port. */
  port: number;
  host?: '127.0.0.1';
  engine: Engine;
  /** Sites and extensions (`chrome-extension://` and their id) whose pages may use it, beside those of this machine. */
  allowedOrigins?: readonly string[];
  /** What it pretends to be; itself, without faults, when absent. */
  simulate?: Simulation;
  clock: Clock;
  log: Logger;
};

export type Backend = {
  /** `ws://127.0.0.1:PORT/ws` */
  url: string;
  port: number;
  /** What an imitation of a real backend really transcribed and lost; also at `GET /ledger`. */
  ledger: Ledger;
  /** From now on, on connections that are open as well; another base is another process. */
  simulate(to: Simulation): void;
  /** Kills it with all that it holds in memory, and starts it again on the same port after `downMs`. */
  restart(downMs?: number): void;
  /** Closes connections with 1001 and ends the speech engine's work; takes at most 2 s. */
  stop(): Promise<void>;
};

const maxPayloadBytes = 16 * 1024 * 1024;
const closeGraceMs = 1_000;
const halfOpenAfterMs = 10_000;
// What a process manager takes to start a small service again.
const usualDownMs = 1_000;

/**
 * The built-in ScrumBot backend: speaks a real backend's protocol on loopback, without its faults or, when asked, with
 * them.
 * @throws AppError `busy` when the port is taken.
 */
export async function startBackend(options: BackendOptions): Promise<Backend> {
  const { clock, log, host = '127.0.0.1' } = options;
  const { startService } = await import('./simulation/service.ts');
  let simulation = options.simulate ?? noSimulation;
  const ledger = createLedger();
  const stored = createStoredMeetings();
  const muted = new WeakSet<WebSocket>();
  let life = new AbortController();
  let service: Service | null = start();
  let isStopped = false;
  let cancelStart = (): void => undefined;

  function start(): Service {
    life = new AbortController();
    return startService({ ...options, simulate: () => simulation, ledger, stored, signal: life.signal });
  }

  const server = createServer((request, response) => {
    answerHttp(request, response, {
      meeting: (meetingId) => stored.read(meetingId),
      ledger: () => (simulation.base === 'faultless' ? null : ledger.summary()),
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: { threshold: 1024 },
    autoPong: false,
  });
  sockets.on('connection', (socket) => {
    socket.on('error', (error) => log.warn({ problem: error.message }, 'backend connection broke'));
    socket.on('ping', (payload) => {
      if (!simulation.noPong && socket.readyState === socket.OPEN) socket.pong(payload);
    });
    if (simulation.halfOpen) muteLater(socket);
    service?.serve(socket, () => muted.has(socket));
  });
  server.on('connection', (stream) => {
    if (service === null) stream.destroy();
  });
  server.on('upgrade', (request, stream, head) => {
    const refusal = upgradeRefusal(request, options.allowedOrigins ?? []);
    if (refusal === null) {
      sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit('connection', socket, request));
    } else {
      const origin = request.headers.origin?.slice(0, 200);
      if (refusal.startsWith('403'))
        options.log.warn({ origin }, 'a page of an origin that is not allowed was refused');
      stream.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    }
  });

  function muteLater(socket: WebSocket): void {
    const cancel = clock.after(halfOpenAfterMs, () => {
      // It may have been switched off meanwhile.
      if (!simulation.halfOpen) return;
      muted.add(socket);
      socket.pause();
    });
    socket.once('close', cancel);
  }

  function unmute(socket: WebSocket): void {
    if (!muted.delete(socket)) return;
    socket.resume();
  }

  function restartEach(seconds: number | null): () => void {
    return seconds === null ? () => undefined : clock.every(seconds * 1_000, () => restart());
  }

  function change(to: Simulation): void {
    const before = simulation;
    simulation = to;
    if (to.halfOpen && !before.halfOpen) for (const socket of sockets.clients) muteLater(socket);
    if (!to.halfOpen) for (const socket of sockets.clients) unmute(socket);
    if (to.restartSec !== before.restartSec) {
      endRestarts();
      endRestarts = restartEach(to.restartSec);
    }
    if (to.base !== before.base) restart();
  }

  function restart(downMs = usualDownMs): void {
    if (isStopped || service === null) return;
    life.abort();
    service = null;
    for (const socket of sockets.clients) socket.terminate();
    cancelStart = clock.after(downMs, () => {
      service = start();
    });
  }

  const port = await bind(server, options.port, host);
  let endRestarts = restartEach(simulation.restartSec);

  return {
    url: `ws://${host}:${port}/ws`,
    port,
    ledger,
    simulate: change,
    restart,
    async stop() {
      isStopped = true;
      endRestarts();
      cancelStart();
      life.abort();
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
      await Promise.race([Promise.all([closed, service?.idle()]), graceOver]);
      endGrace();
    },
  };
}

/** The built-in backends of this app, each on a free port, and the faults that they all have while they are switched on. */
export type BuiltIn = {
  startBackend(engine: Engine): Promise<Backend>;
  /** One that has words on every machine: a stand-in for a recogniser makes them up of the samples. */
  startBuiltIn(): Promise<Backend & { engine: string }>;
  handlers: Pick<Handlers, 'backend.faults' | 'backend.setFaults'>;
};

/** The faults are in memory alone: whoever starts the app anew finds none that somebody forgot. */
export function createBuiltIn(needs: { clock: Clock; log: Logger; topics: TopicHub }): BuiltIn {
  const { clock, log, topics } = needs;
  const running = new Set<Backend>();
  let faults = '';

  async function start(engine: Engine): Promise<Backend> {
    const backend = await startBackend({ clock, log, port: 0, engine, simulate: parseSimulation(faults) });
    running.add(backend);
    // Switched while it started.
    backend.simulate(parseSimulation(faults));
    return {
      ...backend,
      stop() {
        running.delete(backend);
        return backend.stop();
      },
    };
  }

  return {
    startBackend: start,
    async startBuiltIn() {
      const engine = createHashWords();
      return { ...(await start({ engine })), engine: engine.name };
    },
    handlers: {
      'backend.faults': () => Promise.resolve({ faults }),
      'backend.setFaults': ({ faults: list }) => {
        const simulation = parseSimulation(list);
        faults = list;
        log.info({ faults }, 'faults of the built-in backend were switched');
        for (const backend of running) backend.simulate(simulation);
        topics.publish('backend', { faults });
        return Promise.resolve({ faults });
      },
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
  return new AppError('busy', sentence('tester.port-taken', { port, why: cause.message }), { cause });
}
