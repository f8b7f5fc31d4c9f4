/**
 * Everything recorded: events are stamped, committed in batches and published only then; kept within bounds,
 * searched, imported.
 * Needs the database's threads, the settings, and a monitor that gives frames their verdict.
 * Owns the tables of events and imports.
 */
import type { Handlers } from '../../../shared/contract/contract.ts';
import type { TopicHub } from '../../../shared/contract/topic-hub.ts';
import { AppError, messageOf } from '../../../shared/errors.ts';
import type { EventConditions, EventImport, StoredEvent } from '../../../shared/events/events.ts';
import { eachOf } from '../../../shared/listeners.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Logger } from '../log/log.ts';
import type { Clock, RecordEvent, RecordFrame } from '../ports/ports.ts';
import type { Mask } from '../secrecy/secrecy.ts';
import type { DatabaseThreads, ChecksDatabase } from '../storage/storage.ts';
import type { EventReads, EventWrites } from './event-store.ts';
import { frameEvent } from './frame-event.ts';
import type { ImportOptions, ImportReport } from './import/import-events.ts';
import type { ImportReads, ImportWrites } from './import/import-store.ts';
import { createInflow } from './inflow/inflow.ts';
import { createLogWatch } from './log-watch.ts';
import { createRecorder } from './recorder.ts';
import type { ErasureWrites } from './retention/erasure/erasure-store.ts';
import { createRetention, type Retention } from './retention/retention.ts';
import type { RetentionWrites } from './retention/retention-store.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export { frameEvent } from './frame-event.ts';
export type { ImportFormat, ImportReport, KnownAnswer, KnownEvents } from './import/import-events.ts';

export type Events = {
  record: RecordEvent;
  recordFrame: RecordFrame;
  /** Resolves when every event recorded so far is in the database. */
  flush(): Promise<void>;
  retention: Retention;
  importFile(path: string, options: Omit<ImportOptions, 'clock' | 'writes' | 'reads'>): Promise<ImportReport>;
  listImports(): Promise<EventImport[]>;
  handlers: Pick<Handlers, Extract<keyof Handlers, `events.${string}`>>;
  stop(): Promise<void>;
};

export type EventsNeeds = {
  clock: Clock;
  log: Logger;
  mask: Mask;
  topics: TopicHub;
  database: DatabaseThreads<
    { events: EventWrites; imports: ImportWrites; retention: RetentionWrites; erasure: ErasureWrites },
    { events: EventReads; imports: ImportReads } & ChecksDatabase
  >;
  databasePath: string;
  readSettings: () => Promise<Settings>;
  /** Measures a commit. */
  timeCommit: <T>(commit: Promise<T>) => Promise<T>;
  /** Sees to it that events can be chosen by verdict and cause; resolves when all but a long backlog can. */
  mark: () => Promise<object>;
  /** Gives committed frames their verdict. */
  judge: (events: readonly StoredEvent[]) => StoredEvent[];
  onStored: (events: readonly StoredEvent[]) => void;
  /** The disk takes no events, or takes them again. */
  onProblem: (problem: AppError | null) => void;
  reads: { sessions: { find(sessionId: string): Promise<object | null> } };
  /** A host that stays prunes the store from time to time. */
  stays: boolean;
};

const lookEveryMs = 3_600_000;
const firstCheckMs = 1_000;
// The first seconds of a host belong to those who wait for it.
const firstLookMs = 10_000;

/** Starts the event store. What is recorded is in the database before anybody hears of it. */
export function startEvents(needs: EventsNeeds): Events {
  const { clock, log, database } = needs;
  const writes = database.writer.stores;
  const reads = database.reader.stores.events;
  const recorder = createRecorder({
    clock,
    insert: (batch, id) => needs.timeCommit(writes.events.insert(batch, id)),
    publish(events) {
      const judged = inflow.judge(events);
      // A page that fails must not keep the rest from hearing of them.
      eachOf(
        [
          () => needs.topics.publish('events', judged),
          () => logWatch.committed(),
          () => needs.onStored(judged),
          () => retention.grown(judged),
        ],
        (tell) => tell(),
      );
    },
    onProblem: needs.onProblem,
  });
  // Before anybody sees it: what is published is what is stored.
  const record: RecordEvent = (draft) => {
    const event = needs.mask.hideIn(draft);
    if (inflow.admits(event)) recorder.record(event);
  };
  const inflow = createInflow({
    clock,
    databasePath: needs.databasePath,
    record,
    judge: (events) => needs.judge(events),
  });
  const retention = createRetention({
    clock,
    log,
    record,
    writes,
    databasePath: needs.databasePath,
    readSettings: async () => (await needs.readSettings()).retention,
  });
  const logWatch = createLogWatch({
    databasePath: needs.databasePath,
    clock,
    log,
    record,
    checkpoint: () => writes.retention.checkpoint(),
    restartReader: () => database.reader.restart(),
  });
  async function markedFor({ verdict, cause }: EventConditions): Promise<void> {
    if (verdict !== undefined || cause !== undefined) await needs.mark();
  }

  const stopping = new AbortController();
  const timers = needs.stays
    ? [
        clock.after(firstCheckMs, () => {
          database.check(stopping.signal).catch((error: unknown) => {
            log.warn({ problem: messageOf(error) }, 'the database could not be checked');
          });
        }),
        clock.after(firstLookMs, () => {
          retention.finishErasing().catch((error: unknown) => {
            log.warn({ problem: messageOf(error) }, 'deleted rows of an earlier run are not erased yet');
          });
          retention.runIfDue();
        }),
        clock.every(lookEveryMs, () => retention.runIfDue()),
      ]
    : [];

  return {
    record,
    recordFrame: (frame) => record(frameEvent(frame)),
    flush: () => recorder.flush(),
    retention,
    async importFile(path, given) {
      const { importEvents } = await import('./import/import-events.ts');
      const { imports: reads } = database.reader.stores;
      return importEvents(path, { ...given, clock, writes: writes.imports, reads });
    },
    listImports: () => reads.listImports(),
    handlers: {
      'events.list': async (filter) => {
        await markedFor(filter);
        return reads.list(filter);
      },
      'events.count': async (conditions) => {
        await markedFor(conditions);
        return reads.countMatching(conditions);
      },
      'events.histogram': async ({ conditions, bars }) => {
        await markedFor(conditions);
        return reads.histogram(conditions, bars);
      },
      'events.choices': async () => ({
        types: await reads.listTypes(),
        sessions: await reads.listSessions(),
        targets: await reads.listTargets(),
      }),
      'events.delete': async ({ sessionId }) => {
        if ((await needs.reads.sessions.find(sessionId)) !== null) {
          throw new AppError('bad-input', sentence('events.is-recording', { sessionId }));
        }
        return retention.deleteSession(sessionId);
      },
    },
    async stop() {
      stopping.abort();
      for (const cancel of timers) cancel();
      await logWatch.stop();
      await retention.stop();
      inflow.stop();
      await recorder.stop();
    },
  };
}
