import { randomUUID } from 'node:crypto';
import { AppError, messageOf, toAppError, saidBy } from '../../../shared/errors.ts';
import type { EventDraft, StampedEvent, StoredEvent } from '../../../shared/events/events.ts';
import type { Clock, RecordEvent } from '../ports/ports.ts';
import { createBacklog } from './backlog.ts';
import type { BatchId } from './event-store.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';

export type Recorder = {
  record: RecordEvent;
  /**
   * Resolves when everything that was recorded before is committed.
   * @throws AppError when storing fails now; the events are kept and tried again
   */
  flush(): Promise<void>;
  /**
   * Flushes, and tries no more. What is recorded afterwards is not stored.
   * @throws AppError `storage-failed` with the number of events that could not be stored
   */
  stop(): Promise<void>;
};

// The testing guide wants an event processed within 100 ms of the socket; half of that is left for the disk.
const batchMs = 50;
const batchRows = 500;
// So many do not wait for the clock: at 2,000 events a second they are shown within 100 ms, 99 of 100.
const soonRows = 100;
const firstRetryMs = 100;
const slowestRetryMs = 5_000;
const maxWaitingBytes = 32 * 1024 * 1024;

/**
 * Collects events and commits them in batches, in order, one batch at a time; `publish` gets them only when
 * they are committed. A batch that cannot be stored is kept and tried again. `onProblem` hears of the first
 * failure and, with `null`, of the recovery.
 */
export function createRecorder(options: {
  clock: Clock;
  /** `id` is the same when a batch is tried again, so that one whose answer was lost is not stored twice. */
  insert: (batch: StampedEvent[], id: BatchId) => Promise<number>;
  publish: (events: StoredEvent[]) => void;
  onProblem: (problem: AppError | null) => void;
}): Recorder {
  const { clock } = options;
  const backlog = createBacklog(clock, maxWaitingBytes);
  const recorder = randomUUID();
  let batchNumber = 1;
  let lastTried: StampedEvent[] = [];
  let inserting: Promise<void> | undefined;
  let cancelTimer: (() => void) | undefined;
  let problem: AppError | null = null;
  let failures = 0;
  let rowsAtOnce = batchRows;
  let storedCount = 0;
  let stopped = false;
  let isPublishing = true;

  function record(draft: EventDraft): void {
    if (stopped) return;
    backlog.add(draft);
    schedule();
  }

  function schedule(): void {
    if (stopped || inserting !== undefined || backlog.length() === 0) return;
    if (problem === null && backlog.length() >= soonRows) {
      void insertNext();
      return;
    }
    const delayMs = problem === null ? batchMs : Math.min(firstRetryMs * 2 ** failures, slowestRetryMs);
    cancelTimer ??= clock.after(delayMs, () => void insertNext());
  }

  /** Joins the insert that is under way, or starts one. Never rejects for a failure to store. */
  function insertNext(): Promise<void> {
    cancelTimer?.();
    cancelTimer = undefined;
    inserting ??= insertOldest().finally(() => {
      inserting = undefined;
      schedule();
    });
    return inserting;
  }

  async function insertOldest(): Promise<void> {
    // What was tried before is tried again as it was: it may be stored already, its answer lost.
    const batch = lastTried.length > 0 ? lastTried : backlog.oldest(rowsAtOnce);
    lastTried = batch;
    let firstSeq: number;
    try {
      firstSeq = await options.insert(batch, { recorder, batch: batchNumber });
    } catch (error) {
      const failure = toAppError(error);
      if (failure.code === 'storage-failed') {
        failures += 1;
      } else {
        lastTried = [];
        setAsideRefused(batch, failure);
      }
      report(failure);
      return;
    }
    lastTried = [];
    batchNumber += 1;
    backlog.remove(batch.length);
    storedCount += batch.length;
    failures = 0;
    rowsAtOnce = Math.min(rowsAtOnce * 2, batchRows);
    report(null);
    publish(batch.map((event, index) => ({ seq: firstSeq + index, ...event })));
  }

  /** The events are stored, whatever becomes of those who watch: a failure of theirs is an event like any other. */
  function publish(events: StoredEvent[]): void {
    try {
      options.publish(events);
      isPublishing = true;
    } catch (error) {
      // One that fails each time would otherwise report its own report for ever.
      if (isPublishing) {
        const reason = say('storage.not-shown', { why: messageOf(error) });
        record({ kind: 'storage', type: 'storage.not-shown', reason });
      }
      isPublishing = false;
    }
  }

  /** A batch that fails by a defect is halved down to the event at fault, which must not hold up all others. */
  function setAsideRefused(batch: readonly StampedEvent[], failure: AppError): void {
    const [event] = batch;
    rowsAtOnce = Math.ceil(batch.length / 2);
    if (event === undefined || batch.length > 1) return;
    backlog.replaceOldest({
      kind: 'storage',
      type: 'storage.event-refused',
      sessionId: event.sessionId,
      fields: { refusedType: event.type },
      reason: failure.message,
    });
  }

  function report(now: AppError | null): void {
    const isNews = now?.message !== problem?.message;
    problem = now;
    if (isNews) options.onProblem(now);
  }

  async function flush(): Promise<void> {
    const goal = storedCount + backlog.length();
    while (storedCount < goal) {
      await insertNext();
      if (problem !== null) throw problem;
    }
  }

  return {
    record,
    flush,
    async stop() {
      stopped = true;
      cancelTimer?.();
      cancelTimer = undefined;
      await flush().catch((cause: unknown) => {
        throw new AppError(
          'storage-failed',
          sentence('events.not-stored', { events: backlog.length(), why: saidBy(cause) }),
          {
            cause,
          },
        );
      });
    },
  };
}
