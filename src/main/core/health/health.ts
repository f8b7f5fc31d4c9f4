/**
 * How things stand right now, for the line of status, the meters and the counters.
 * Needs the session that runs and what storage reports; publishes the topic `status`.
 * Owns nothing on disk.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import type { AppError } from '../../../shared/errors.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import type { Status } from '../../../shared/session/health.ts';
import { noBytes, noChunks } from '../../../shared/session/session.ts';
import { verdictOf } from '../../../shared/session/status-line.ts';
import type { Clock, SessionFacts } from '../ports/ports.ts';
import { createStatusPublisher } from './status-publisher.ts';
import { createStoredCounter } from './stored-counter.ts';

export type Health = {
  status(): Status;
  /** Something that the status tells of has changed. */
  changed(): void;
  /** Hears of every batch of events that was committed. */
  committed(events: readonly StoredEvent[]): void;
  /** The disk takes no events or no audio, or takes them again. */
  storage(what: 'events' | 'audio', problem: AppError | null): void;
  handlers: Pick<Handlers, 'status.get'>;
  stop(): Promise<void>;
};

const idle = { phase: 'idle', sentence: 'Not connected: nothing is being recorded.' } as const;

export function startHealth(needs: {
  clock: Clock;
  topics: TopicHub;
  /** The running session, or the one that ended last. */
  session: () => SessionFacts | null;
  isRunning: () => boolean;
}): Health {
  const { clock, topics } = needs;
  const counter = createStoredCounter();
  // The database and the tracks may lie on a disk that takes nothing, each on its own.
  const problems = { events: null as string | null, audio: null as string | null };

  function status(): Status {
    const run = needs.session();
    const facts = {
      session: run?.summary() ?? null,
      connection: run?.connection() ?? idle,
      levels: run?.levels() ?? [],
      chunks: run?.chunks() ?? noChunks,
      storageProblem: problems.audio ?? problems.events,
    };
    return {
      verdict: verdictOf({ ...facts, lastFailure: run?.failure()?.message ?? null }),
      ...facts,
      bytes: run?.bytes() ?? noBytes,
      queuedSec: run?.queuedSec() ?? 0,
      recordedSec: run?.recordedSec() ?? 0,
      transcriptLines: run?.transcriptLines() ?? 0,
      storedEvents: facts.session === null ? 0 : counter.of(facts.session.sessionId),
    };
  }

  const publisher = createStatusPublisher({
    clock,
    read: status,
    isActive: needs.isRunning,
    publish: (value) => topics.publish('status', value),
  });

  return {
    status,
    changed: () => publisher.changed(),
    committed: (events) => counter.add(events),
    storage(what, problem) {
      problems[what] = problem?.message ?? null;
      publisher.changed();
    },
    handlers: { 'status.get': () => Promise.resolve(status()) },
    stop: () => publisher.stop(),
  };
}
