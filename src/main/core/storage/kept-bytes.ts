import { noBytes } from '../../../shared/session/no-counts.ts';
import type { ByteCounts } from '../../../shared/session/session.ts';
import type { Clock } from '../ports/ports.ts';

export type KeptBytes = {
  /** Writes what has changed, at most every two seconds and one at a time: call it as often as you like. */
  note(): void;
  /** Writes what is left, after the last `note`. Fails where that cannot be stored. */
  finish(): Promise<void>;
};

/** Stores what was sent and received while it is going on, so that a crash costs seconds of it. */
export function createKeptBytes(options: {
  clock: Clock;
  /** All so far. */
  read: () => ByteCounts;
  /** `added` is what came since the last that was stored. What fails is part of the next. */
  store: (bytes: ByteCounts, added: ByteCounts) => Promise<void>;
}): KeptBytes {
  let kept: ByteCounts = noBytes;
  let lastMs = Number.NEGATIVE_INFINITY;
  let storing: Promise<void> | null = null;

  const hasChanged = (bytes: ByteCounts): boolean => bytes.out !== kept.out || bytes.in !== kept.in;

  async function storeAll(bytes: ByteCounts): Promise<void> {
    lastMs = options.clock.monotonicMs();
    await options.store(bytes, {
      out: bytes.out - kept.out,
      in: bytes.in - kept.in,
      plainOut: bytes.plainOut - kept.plainOut,
    });
    kept = bytes;
  }

  return {
    note() {
      if (storing !== null || options.clock.monotonicMs() - lastMs < everyMs) return;
      const bytes = options.read();
      if (!hasChanged(bytes)) return;
      storing = storeAll(bytes)
        .catch(() => undefined)
        .finally(() => (storing = null));
    },
    async finish() {
      await storing;
      const bytes = options.read();
      if (hasChanged(bytes)) await storeAll(bytes);
    },
  };
}

const everyMs = 2_000;
