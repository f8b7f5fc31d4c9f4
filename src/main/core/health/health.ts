/**
 * How things stand right now, for the line of status, the meters and the counters, and a row for all that can go wrong.
 * Needs the session that runs, what storage reports, and what is measured; publishes the topics `status` and `health`.
 * Owns the tables `health_spans` and `health_now`.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { Sample } from '../../../shared/health/sample.ts';
import type { Standing, Status } from '../../../shared/session/status.ts';
import { noBytes, noChunks } from '../../../shared/session/no-counts.ts';
import { statusLineOf } from '../../../shared/session/lines/status-line.ts';
import { tell } from '../../../shared/words/all-words.ts';
import type { SessionFacts } from '../ports/ports.ts';
import { createHealthLook, type HealthLook, type HealthSources } from './health-look.ts';
import { createStatusPublisher } from './status-publisher.ts';
import { createStoredCounter } from './stored-counter.ts';

export type Health = {
  status(): Status;
  facts(): Standing;
  /** Something that the status tells of has changed. */
  changed(): void;
  /** Hears of every batch of events that was committed. */
  committed(events: readonly StoredEvent[]): void;
  /** The disk takes no events or no audio, or takes them again. */
  storage(what: 'events' | 'audio', problem: AppError | null): void;
  /** Something was measured: the rows are worked out, kept and published. */
  sampled(sample: Sample): void;
  /** The newest rows that another running process kept within the last minute, such as the app that records. */
  ofOtherProcess: HealthLook['ofOtherProcess'];
  handlers: Pick<Handlers, 'status.get'> & HealthLook['handlers'];
  stop(): Promise<void>;
};

const idle = { phase: 'idle', ...tell('link.idle') } as const;

export function startHealth(
  needs: HealthSources & {
    /** The running session, or the one that ended last. */
    session: () => SessionFacts | null;
    isRunning: () => boolean;
    /** The status was told: a session may have begun or ended. */
    onStatus: () => void;
  },
): Health {
  const { clock, topics } = needs;
  const counter = createStoredCounter();
  // The database and the tracks may lie on a disk that takes nothing, each on its own.
  const problems = { events: null as string | null, audio: null as string | null };

  function facts(): Standing {
    const run = needs.session();
    const session = run?.summary() ?? null;
    return {
      session,
      connection: run?.connection() ?? idle,
      levels: run?.levels() ?? [],
      chunks: run?.chunks() ?? noChunks,
      storageProblem: problems.audio ?? problems.events,
      bytes: run?.bytes() ?? noBytes,
      socketWaitingBytes: run?.waitingBytes() ?? null,
      queuedSec: run?.queuedSec() ?? 0,
      recordedSec: run?.recordedSec() ?? 0,
      transcriptLines: run?.transcriptLines() ?? 0,
      storedEvents: session === null ? 0 : counter.of(session.sessionId),
    };
  }

  function status(): Status {
    const run = needs.session();
    const known = facts();
    const verdict = statusLineOf({
      ...known,
      storageProblem: problems.events,
      audioProblem: problems.audio,
      lastFailure: run?.failure()?.message ?? null,
      outcome: run?.outcome?.() ?? null,
      trouble: look.trouble(known.connection),
    });
    return { verdict, ...known };
  }

  const publisher = createStatusPublisher({
    clock,
    read: status,
    isActive: needs.isRunning,
    publish(value) {
      needs.onStatus();
      topics.publish('status', value);
    },
  });
  const look = createHealthLook({ ...needs, facts, onTrouble: () => publisher.changed() });

  return {
    status,
    facts,
    changed: () => publisher.changed(),
    committed(events) {
      counter.add(events);
      look.committed(events);
    },
    sampled: (sample) => look.sampled(sample),
    ofOtherProcess: () => look.ofOtherProcess(),
    storage(what, problem) {
      problems[what] = problem?.message ?? null;
      publisher.changed();
    },
    handlers: { 'status.get': () => Promise.resolve(status()), ...look.handlers },
    async stop() {
      await publisher.stop();
      await look.stop();
    },
  };
}
