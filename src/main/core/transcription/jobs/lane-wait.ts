import { AppError } from '../../../../shared/errors.ts';
import { createAlarm } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';

/** How a lane waits: as long as it takes while more jobs may come, `patienceMs` in all once none will. */
export type LaneWait = {
  /** Call it before looking for work: what changes from then on ends the next wait. */
  look(): void;
  /** There may be something to do. */
  wake(): void;
  /** Somebody wants it tried: times that are waited for count no more, until a request has failed again. */
  tryNow(): void;
  isTriedNow(): boolean;
  /** A request failed. */
  failed(): void;
  /** No more jobs will come. */
  finish(): void;
  isFinished(): boolean;
  /** A segment is done with: what was waited until then no longer counts. */
  progressed(): void;
  /** Waits for jobs. */
  forJobs(signal: AbortSignal): Promise<void>;
  /** Waits at most `ms`, and looks again before if that is long. False when it is longer than anybody will wait. */
  until(ms: number, signal: AbortSignal): Promise<boolean>;
  /**
   * Makes a write that a database refuses again and again: words that were paid for are not lost to a full disk.
   * @throws AppError what the write threw, when that was no fault of the disk, nobody waits any longer, or `signal` fires
   */
  stored<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T>;
};

// A key may be entered and a job be retried in another process; this one looks again.
export const idleMs = 5_000;
const storeAgainMs = 1_000;

export function createLaneWait(options: {
  clock: Clock;
  patienceMs: number;
  /** A write was refused and is tried again. */
  onRefused: (problem: AppError) => void;
}): LaneWait {
  const { clock } = options;
  const alarm = createAlarm(clock);
  let isFinished = false;
  let isTriedNow = false;
  // Since a segment was last done with: a wait in many parts is one wait.
  let waitedMs = 0;

  async function until(ms: number, signal: AbortSignal): Promise<boolean> {
    if (isFinished && waitedMs + ms > options.patienceMs) return false;
    const startMs = clock.monotonicMs();
    await alarm.sleep(Math.min(ms, idleMs), signal);
    waitedMs += clock.monotonicMs() - startMs;
    return true;
  }

  return {
    look: () => alarm.set(),
    wake: () => alarm.ring(),
    tryNow() {
      isTriedNow = true;
      alarm.ring();
    },
    isTriedNow: () => isTriedNow,
    failed() {
      isTriedNow = false;
    },
    finish() {
      isFinished = true;
      alarm.ring();
    },
    isFinished: () => isFinished,
    progressed() {
      waitedMs = 0;
    },
    forJobs: (signal) => alarm.sleep(idleMs, signal),
    until,
    async stored(write, signal) {
      for (;;) {
        try {
          return await write();
        } catch (error) {
          const isRefused = error instanceof AppError && error.code === 'storage-failed';
          if (!isRefused || signal.aborted) throw error;
          options.onRefused(error);
          alarm.set();
          if (!(await until(storeAgainMs, signal))) throw error;
        }
      }
    },
  };
}
