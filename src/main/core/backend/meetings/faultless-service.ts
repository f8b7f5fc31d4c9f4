import type { WebSocket } from 'ws';
import { messageOf } from '../../../../shared/errors.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, SpeechEngine } from '../../ports/ports.ts';
import { serveConnection, type Run } from '../wire/connection.ts';
import { createListener } from '../wire/listener.ts';
import { answerStale } from './answer-audio.ts';
import { inTurn } from './turn-queue.ts';
import { createMeetings } from './meetings.ts';
import type { ServerMessage } from '../wire/messages.ts';

/** The built-in backend's own work, without a real backend's losses. */
export type FaultlessService = {
  serve(socket: WebSocket, send: (message: ServerMessage) => void): void;
  /** Resolves when nothing is being worked on any more. */
  idle(): Promise<void>;
};

const checkEveryMs = 1_000;

export function startFaultlessService(options: {
  engine: { engine: SpeechEngine } | { problem: string };
  clock: Clock;
  log: Logger;
  /** Ends its work. */
  signal: AbortSignal;
}): FaultlessService {
  const { clock, log, signal } = options;
  const meetings = createMeetings(clock);
  const listen = createListener(options);
  const working = new Set<Promise<void>>();

  const run: Run = async (queues, work) => {
    const done = inTurn(queues, async () => {
      if (!signal.aborted) await work();
    }).catch((error: unknown) => {
      if (!signal.aborted) log.error({ problem: messageOf(error) }, 'backend work failed');
    });
    working.add(done);
    await done;
    working.delete(done);
  };

  const endChecks = clock.every(checkEveryMs, () => {
    meetings.sweep();
    for (const meeting of meetings.all()) {
      // Without a client the audio waits: whoever reconnects adds to it.
      if (meeting.turns.isBusy() || meeting.clients.size === 0) continue;
      const stale = meeting.audio.takeStale(clock.monotonicMs());
      if (stale !== null) void run([meeting.turns], () => answerStale(meeting, stale, { listen, clock }));
    }
  });
  signal.addEventListener('abort', endChecks, { once: true });

  return {
    serve: (socket, send) => serveConnection(socket, { meetings, listen, clock, run, send }),
    async idle() {
      await Promise.all(working);
    },
  };
}
