import { createBirpc } from 'birpc';
import { Worker } from 'node:worker_threads';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { EventDraft } from '../../../../shared/events/events.ts';
import type { TapStatus } from '../../../../shared/tap/tap.ts';
import type { Logger } from '../../log/log.ts';
import type { Dial } from '../../network/network.ts';
import type { RecordEvent } from '../../ports/ports.ts';
import type { Faults } from '../faults.ts';
import type { PassedFrame, TapSetup } from '../running-tap.ts';
import { costOf } from './teller.ts';
import {
  errorOf,
  isBatch,
  refusedBy,
  type Batch,
  type MainCalls,
  type Moment,
  type ThreadAnswer,
  type ThreadCalls,
} from './thread-messages.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** A tap that runs in a thread of its own. */
export type TapInThread = {
  /** As it was told last, some 20 ms ago at most. */
  status(): TapStatus;
  allow(origin: string): Promise<void>;
  setFaults(faults: Faults, written: string): Promise<void>;
  /** Ends its connections as a server does that goes away (1001); resolves when all that went through is told. */
  stop(): Promise<void>;
};

// What goes through is kept outside of V8's heap; little lives for long in it.
const maxYoungGenerationSizeMb = 8;

/** @throws AppError `busy` when the port is taken */
export async function openTapInThread(
  entry: URL,
  options: TapSetup & {
    dial: Dial;
    log: Logger;
    record: RecordEvent;
    onFrame: (frame: PassedFrame, at: { wallMs: number; monoMs: number }) => void;
    onClientGone: (connectionId: string) => void;
    onChange: () => void;
    /** The thread has ended, and nobody asked it to. */
    onLost: (problem: AppError) => void;
  },
): Promise<TapInThread> {
  const { dial, log, record, onFrame, onClientGone, onChange, onLost } = options;
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb } });
  let status: TapStatus | null = null;
  let phase: 'opening' | 'open' | 'stopping' = 'opening';
  let crash: unknown;

  const thread = createBirpc<ThreadCalls, MainCalls>(
    {
      async route() {
        try {
          const { proxyUrl, ca } = await dial.findRoute();
          return { ok: true, route: { proxyUrl, ca } };
        } catch (error) {
          return refusedBy(error);
        }
      },
    },
    {
      post: (message) => worker.postMessage(message),
      on: (onMessage) =>
        worker.on('message', (message: unknown) => {
          if (isBatch(message)) hear(message);
          else onMessage(message);
        }),
      timeout: -1,
    },
  );
  worker.on('error', (error) => {
    crash = error;
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      const problem = lostError(crash);
      thread.$close(problem);
      if (phase === 'open') onLost(problem);
      resolve();
    });
  });

  function hear(batch: Batch): void {
    status = batch.status;
    const bytes = Buffer.from(batch.bytes);
    for (const one of batch.told) {
      if (one.kind === 'gone') onClientGone(one.connectionId);
      else if (one.kind === 'warning')
        log.warn({ problem: one.problem }, 'a connection through the tap failed');
      else if (one.kind === 'event') record({ ...one.draft, at: momentHere(one.at) } satisfies EventDraft);
      else {
        const data = bytes.subarray(one.from, one.from + one.length);
        onFrame({ ...one, data }, momentHere(one.at));
      }
    }
    const cost = costOf(batch.told);
    if (cost > 0 && !thread.$closed) void thread.taken.asEvent(cost);
    onChange();
  }

  function valueOf(answer: ThreadAnswer): void {
    if (!answer.ok) throw errorOf(answer);
    status = answer.status;
  }

  const { port, target, allowedOrigins, faults, faultsWritten } = options;
  const asked = { port, target, url: dial.url, headers: dial.headers, allowedOrigins, faults, faultsWritten };
  try {
    valueOf(await thread.open(asked));
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  phase = 'open';

  return {
    status() {
      if (status === null) throw new AppError('internal', sentence('tester.tap-not-open'));
      return status;
    },
    allow: async (origin) => valueOf(await thread.allow(origin)),
    setFaults: async (next, written) => valueOf(await thread.setFaults(next, written)),
    async stop() {
      phase = 'stopping';
      if (thread.$closed) return;
      try {
        valueOf(await thread.stop());
      } finally {
        await worker.terminate();
        await ended;
      }
    },
  };
}

function momentHere({ wallMs, steadyMs }: Moment): { wallMs: number; monoMs: number } {
  return { wallMs, monoMs: steadyMs - performance.timeOrigin };
}

function lostError(crash: unknown): AppError {
  const why = crash === undefined ? '' : messageOf(crash);
  return new AppError('internal', sentence('tester.tap-ended', { why }), {
    cause: crash,
  });
}
