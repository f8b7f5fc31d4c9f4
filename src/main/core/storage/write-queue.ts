import { toAppError, type AppError } from '../../../shared/errors.ts';
import { sleep } from '../lifecycle/lifecycle.ts';
import type { Clock } from '../ports/ports.ts';

/** Writes to the database, one after another; a database that takes nothing for a while loses none of them. */
export type WriteQueue = {
  /** Runs `write` after those before it. One that fails with `storage-failed` is tried again every second. */
  add(write: () => Promise<void>): void;
  /**
   * Resolves when everything added so far is written or given up, which is `patienceMs` from now at the latest
   * (and after the try under way). What is given up has been told to `onFailure`.
   */
  finishWithin(patienceMs: number): Promise<void>;
};

const retryMs = 1_000;

export function createWriteQueue(options: {
  clock: Clock;
  /** A write failed for good: it was given up, or it is a defect that another try would not fix. */
  onFailure: (failure: AppError) => void;
}): WriteQueue {
  const { clock } = options;
  const waiting: (() => Promise<void>)[] = [];
  let giveUpAtMs = Number.POSITIVE_INFINITY;
  let retryNow = new AbortController();
  let working: Promise<void> | null = null;

  async function work(): Promise<void> {
    for (let write = waiting[0]; write !== undefined; write = waiting[0]) {
      try {
        await write();
      } catch (error) {
        const failure = toAppError(error);
        if (failure.code === 'storage-failed' && clock.monotonicMs() < giveUpAtMs) {
          const leftMs = giveUpAtMs - clock.monotonicMs();
          await sleep(clock, Math.min(retryMs, leftMs), retryNow.signal);
          continue;
        }
        options.onFailure(failure);
      }
      waiting.shift();
    }
  }

  function start(): void {
    working ??= work().finally(() => {
      working = null;
      if (waiting.length > 0) start();
    });
  }

  return {
    add(write) {
      waiting.push(write);
      start();
    },
    async finishWithin(patienceMs) {
      giveUpAtMs = Math.min(giveUpAtMs, clock.monotonicMs() + patienceMs);
      retryNow.abort();
      retryNow = new AbortController();
      while (working !== null) await working;
      giveUpAtMs = Number.POSITIVE_INFINITY;
    },
  };
}
