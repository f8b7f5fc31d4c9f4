import { messageOf } from '../../../../shared/errors.ts';
import type { Erasure } from '../../../../shared/events/erasure.ts';
import type { RetentionSettings } from '../../../../shared/settings/parts/retention-settings.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, RecordEvent } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import type { EventWrites } from '../event-store.ts';
import { createEraser } from './erasure/erasure.ts';
import type { ErasureWrites, Traces } from './erasure/erasure-store.ts';
import { inSteps } from './in-steps.ts';
import type { RetentionWrites } from './retention-store.ts';

/** Keeps the event store within its age and its size, in the background. */
export type Retention = {
  /** Prunes what is too old or too much, and gives the space back. Joins a run that is under way. */
  run(): Promise<void>;
  /** The same, unless it ran within the last hour. */
  runIfDue(): void;
  /** Finishes what an earlier process had deleted and not yet erased. Does nothing where there is none. */
  finishErasing(): Promise<void>;
  /** Events were stored: looks whether the store is too large each time that some more megabytes of them came. */
  grown(events: readonly { raw: string | null }[]): void;
  /**
   * Deletes all events of one session, with every word of them, and gives the space back. Then `last`, which deletes
   * what else there is of it. Answers when nothing of either can be found in any file, or what holds that up.
   */
  deleteSession(sessionId: string, last?: () => Promise<void>): Promise<Deletion>;
  stop(): Promise<void>;
};

/** How many events there were, and what became of them in the files. */
export type Deletion = Erasure & { deleted: number };

export type RetentionOptions = {
  clock: Clock;
  log: Logger;
  record: RecordEvent;
  databasePath: string;
  readSettings: () => Promise<RetentionSettings>;
  writes: {
    retention: Promisified<RetentionWrites>;
    erasure: Promisified<ErasureWrites>;
    events: Pick<Promisified<EventWrites>, 'deleteOfSession'>;
  };
};

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const rows = { first: 200, most: 5_000 } as const;
// FTS5 counts its own pages of 4 kB; SQLite moves one page of 4 kB for each that it gives back.
const pages = { first: 32, most: 1_000 } as const;
// A store that is full is cut by a tenth, not by one row with each that comes.
const cutTo = 0.9;
// A row and its part of the indexes.
const eventBytes = 300;
const lookAtBytes = 8 * 1024 * 1024;

export function createRetention(options: RetentionOptions): Retention {
  const { clock, log, writes } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const underWay = new Set<Promise<unknown>>();
  let pruning: Promise<void> | null = null;
  let dueMs = 0;
  let grownBytes = 0;
  const working = { clock, signal };
  const eraser = createEraser({ ...options, writes: writes.erasure, signal });

  function keepTrack<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    return work.finally(() => underWay.delete(work));
  }

  async function prune(): Promise<void> {
    const { days, maxBytes } = await options.readSettings();
    const beforeMs = clock.nowMs() - days * dayMs;
    const sizeBefore = await writes.retention.storeSize();
    const isTooLarge = sizeBefore.usedBytes > maxBytes;
    const traces = isTooLarge
      ? joined(await writes.erasure.tracesBefore(beforeMs), await writes.erasure.tracesOfOldest())
      : await writes.erasure.tracesBefore(beforeMs);
    const byAge = await pruneByAge(beforeMs);
    const byBytes = await pruneByBytes(maxBytes, false);
    // What comes in is bounded also while it comes; what a target has not got yet is audio, and lies elsewhere.
    const ofRunning = await pruneByBytes(maxBytes, true);
    const total = byAge + byBytes + ofRunning;
    if (total > 0) await compactWords();
    await giveBack();
    await writes.retention.optimize();
    if (total === 0) return;
    const erasure = await eraser.erase(traces, { copiesBeforeMs: beforeMs });
    const sizeAfter = await writes.retention.storeSize();
    options.record({
      kind: 'storage',
      type: 'storage.pruned',
      fields: {
        events: total,
        byAge,
        byBytes,
        ofRunning,
        olderThanDays: days,
        maxBytes,
        ...erasure,
        heldBack: await writes.retention.countHeldBack(beforeMs),
        bytesBefore: sizeBefore.usedBytes + sizeBefore.freeBytes,
        bytesAfter: sizeAfter.usedBytes + sizeAfter.freeBytes,
      },
    });
  }

  async function runIfTooLarge(): Promise<void> {
    const { maxBytes } = await options.readSettings();
    if ((await writes.retention.storeSize()).usedBytes > maxBytes) await run();
  }

  async function pruneByAge(beforeMs: number): Promise<number> {
    let fromMs = Number.MIN_SAFE_INTEGER;
    let total = 0;
    await inSteps({ ...working, ...rows }, async (limit) => {
      const { deleted, reached } = await writes.retention.pruneByAge({ fromMs, beforeMs, limit });
      fromMs = reached;
      total += deleted;
      return deleted === limit;
    });
    return total;
  }

  /** The oldest first; of sessions that run only what a peer sent. */
  async function pruneByBytes(maxBytes: number, isOfRunning: boolean): Promise<number> {
    const { usedBytes } = await writes.retention.storeSize();
    if (usedBytes <= maxBytes) return 0;
    const goalBytes = maxBytes * cutTo;
    let afterSeq = 0;
    let total = 0;
    let leftBytes = usedBytes;
    await inSteps({ ...working, ...rows }, async (amount) => {
      const limit = Math.min(amount, rowsUpTo(goalBytes, { usedBytes, leftBytes, total }));
      const { deleted, reached } = await writes.retention.pruneOldest({ afterSeq, limit, isOfRunning });
      afterSeq = reached;
      total += deleted;
      leftBytes = (await writes.retention.storeSize()).usedBytes;
      return deleted === limit && leftBytes > goalBytes;
    });
    return total;
  }

  async function compactWords(): Promise<void> {
    let isFirst = true;
    await inSteps({ ...working, ...pages }, async (amount) => {
      const isMore = await writes.retention.compactWords({ pages: amount, isFirst });
      isFirst = false;
      return isMore;
    });
  }

  async function giveBack(): Promise<void> {
    await inSteps(
      { ...working, ...pages },
      async (amount) => (await writes.retention.giveBackPages(amount)) > 0,
    );
  }

  async function deleteSession(
    sessionId: string,
    last: () => Promise<void> = () => Promise.resolve(),
  ): Promise<Deletion> {
    const traces = await writes.erasure.tracesOf(sessionId);
    // From now on it is finished after a kill as well.
    await eraser.begin();
    let total = 0;
    await inSteps({ ...working, ...rows }, async (limit) => {
      const deleted = await writes.events.deleteOfSession(sessionId, limit);
      total += deleted;
      return deleted === limit;
    });
    await last();
    if (total > 0) await compactWords();
    await giveBack();
    return { deleted: total, ...(await eraser.erase(traces)) };
  }

  function run(): Promise<void> {
    dueMs = clock.monotonicMs() + hourMs;
    pruning ??= keepTrack(prune()).finally(() => {
      pruning = null;
    });
    return pruning;
  }

  return {
    run,
    finishErasing: () => keepTrack(eraser.finishEarlier()),
    grown(events) {
      for (const { raw } of events) grownBytes += eventBytes + (raw?.length ?? 0);
      if (grownBytes < lookAtBytes || signal.aborted || pruning !== null) return;
      grownBytes = 0;
      keepTrack(runIfTooLarge()).catch((error: unknown) =>
        log.warn({ problem: messageOf(error) }, 'the size of the store was not looked at'),
      );
    },
    runIfDue() {
      if (signal.aborted || clock.monotonicMs() < dueMs) return;
      run().catch((error: unknown) => log.warn({ problem: messageOf(error) }, 'retention did not finish'));
    },
    deleteSession: (sessionId, last) => keepTrack(deleteSession(sessionId, last)),
    async stop() {
      stopping.abort();
      eraser.stop();
      await Promise.allSettled(underWay);
    },
  };
}

function joined(a: Traces, b: Traces): Traces {
  return { ids: [...a.ids, ...b.ids], words: [...a.words, ...b.words] };
}

/** Half of the rows that are too many, by what the deleted ones took: rows differ, and too much is gone for good. */
function rowsUpTo(
  goalBytes: number,
  { usedBytes, leftBytes, total }: { usedBytes: number; leftBytes: number; total: number },
): number {
  const bytesPerRow = (usedBytes - leftBytes) / Math.max(total, 1);
  return bytesPerRow <= 0 ? rows.first : Math.ceil((leftBytes - goalBytes) / bytesPerRow / 2);
}
