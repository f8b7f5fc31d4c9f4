import { noBytes } from '../../../../shared/session/no-counts.ts';
import type { ByteCounts } from '../../../../shared/session/session.ts';
import type { Clock } from '../../ports/ports.ts';

/**
 * Stores what was sent and received while it is going on, so that a crash costs seconds of it. The answer is called as
 * often as you like; it writes at most every two seconds, only what has changed, and one at a time.
 */
export function createKeptBytes(options: {
  clock: Clock;
  read: () => ByteCounts;
  /** A failure is left to whoever stores the last figures; the next call tries again. */
  store: (bytes: ByteCounts) => Promise<void>;
}): () => void {
  let kept: ByteCounts = noBytes;
  let lastMs = Number.NEGATIVE_INFINITY;
  let isStoring = false;

  return () => {
    const nowMs = options.clock.monotonicMs();
    if (isStoring || nowMs - lastMs < everyMs) return;
    const bytes = options.read();
    if (bytes.out === kept.out && bytes.in === kept.in) return;
    lastMs = nowMs;
    isStoring = true;
    void options
      .store(bytes)
      .then(
        () => (kept = bytes),
        () => undefined,
      )
      .finally(() => (isStoring = false));
  };
}

const everyMs = 2_000;
