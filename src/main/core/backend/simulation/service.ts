import type { WebSocket } from 'ws';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, SpeechEngine } from '../../ports/ports.ts';
import { startFaultlessService } from '../meetings/faultless-service.ts';
import { createFaultySender } from './meeting/answer-faults.ts';
import { createHashWords } from './hash-words.ts';
import type { LedgerWriter } from './ledger.ts';
import { startSimulatedProcess } from './simulated-process.ts';
import type { Simulation } from './simulation.ts';
import type { StoredMeetings } from './meeting/stored-meetings.ts';

/** What stands behind the port of the built-in backend for as long as one process would live. */
export type Service = {
  /** `isMute`: nothing more may be said on this socket. */
  serve(socket: WebSocket, isMute: () => boolean): void;
  /** Resolves when nothing is being worked on any more. */
  idle(): Promise<void>;
};

export type ServiceOptions = {
  /** As it is at the moment. What it imitates stays what it was at the start of a service. */
  simulate: () => Simulation;
  engine: { engine: SpeechEngine } | { problem: string };
  ledger: LedgerWriter;
  stored: StoredMeetings;
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
};

export function startService(options: ServiceOptions): Service {
  return options.simulate().base === 'faultless' ? faultless(options) : imitation(options);
}

function faultless(options: ServiceOptions): Service {
  const { simulate, clock } = options;
  const service = startFaultlessService({ ...options, engine: slowed(options) });
  return {
    serve(socket, isMute) {
      const sendRaw = (raw: string): void => {
        if (socket.readyState === socket.OPEN && !isMute()) socket.send(raw);
      };
      service.serve(
        socket,
        createFaultySender(() => simulate().answers, clock, sendRaw),
      );
    },
    idle: () => service.idle(),
  };
}

function slowed({ engine: found, simulate, clock }: ServiceOptions): ServiceOptions['engine'] {
  if ('problem' in found) return found;
  const { engine } = found;
  return {
    engine: {
      name: engine.name,
      async transcribe(pcm, signal) {
        const { slowMs } = simulate();
        if (slowMs > 0) await sleep(clock, slowMs, signal);
        signal.throwIfAborted();
        return engine.transcribe(pcm, signal);
      },
    },
  };
}

function imitation(options: ServiceOptions): Service {
  const { engine: found, simulate } = options;
  const engine = 'engine' in found ? found.engine : createHashWords();
  const running = startSimulatedProcess({ ...options, simulate, engine });
  return { serve: (socket, isMute) => running.serve(socket, isMute), idle: () => Promise.resolve() };
}
