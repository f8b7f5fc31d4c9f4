import type { VerificationRequest, VerificationRun } from '../../../shared/verification/verification.ts';
import { messageOf, toAppError } from '../../../shared/errors.ts';
import type { Settings } from '../../../shared/settings/settings.ts';
import type { Logger } from '../log/log.ts';
import type { Clock } from '../ports/ports.ts';

export type ScheduleNeeds = {
  clock: Clock;
  log: Logger;
  readSettings: () => Promise<Pick<Settings, 'target' | 'verification'>>;
  /** Whether a meeting is recorded now. */
  isRecording: () => boolean;
  /** The newest run of a target that came to an end; `null` before the first. */
  newestOf: (target: string) => Promise<Pick<VerificationRun, 'startedAt'> | null>;
  /** Whether the newest run of a target that tells anything of it found it out of order. */
  wasRed: (target: string) => Promise<boolean>;
  run: (request: VerificationRequest) => Promise<VerificationRun>;
  cancel: () => void;
  /** A target that was in order, or was never looked at, is not. */
  onRed: (run: VerificationRun) => void;
  /** One could not even begin, such as of a target that is gone. */
  onFailure: (target: string, error: unknown) => void;
};

// How soon a change of the settings, or the end of a recording, is noticed.
const lookEveryMs = 60_000;
// A meeting that begins has the machine and the target for itself after so long at most.
const yieldEveryMs = 1_000;

/**
 * Makes quick checks as the settings say, by what the history says of the last one, so that a restart changes nothing.
 * None begins while a meeting is recorded, and one that is under way ends when a recording begins.
 */
export function startSchedule(needs: ScheduleNeeds): { stop(): Promise<void> } {
  const { clock, log } = needs;
  let looking: Promise<void> | null = null;
  let failedMs: number | null = null;

  async function look(): Promise<void> {
    const { target: current, verification } = await needs.readSettings();
    const { everyMin } = verification;
    if (everyMin === null || needs.isRecording()) return;
    const target = verification.target ?? current;
    const before = await needs.newestOf(target);
    const sinceMs = before === null ? Number.POSITIVE_INFINITY : clock.nowMs() - Date.parse(before.startedAt);
    // A clock that was set back must not put it off for ever.
    if (sinceMs >= 0 && sinceMs < everyMin * 60_000) return;
    if (failedMs !== null && clock.monotonicMs() - failedMs < everyMin * 60_000) return;
    const wasRed = await needs.wasRed(target);
    const endWatch = clock.every(yieldEveryMs, () => {
      if (needs.isRecording()) needs.cancel();
    });
    try {
      const run = await needs.run({ target, quick: true, allowDisruptive: false });
      if (isRed(run) && !wasRed) needs.onRed(run);
    } catch (error) {
      // Somebody verifies by hand: the next look finds that run in the history.
      if (toAppError(error).code === 'busy') return;
      failedMs = clock.monotonicMs();
      needs.onFailure(target, error);
    } finally {
      endWatch();
    }
  }

  function lookSafely(): void {
    looking ??= look()
      .catch((error: unknown) => {
        log.warn({ problem: messageOf(error) }, 'nobody could tell whether a verification is due');
      })
      .finally(() => {
        looking = null;
      });
  }

  const endLooks = clock.every(lookEveryMs, lookSafely);
  return {
    async stop() {
      endLooks();
      await looking;
    },
  };
}

/** Something failed, or nobody answered. A check without evidence, as on a busy machine, is no news. */
export function isRed({ state, phases }: Pick<VerificationRun, 'state' | 'phases'>): boolean {
  return state === 'unreachable' || (state === 'done' && phases.some(({ status }) => status === 'fail'));
}
