import { sleep } from '../../../lifecycle/lifecycle.ts';
import type { Clock } from '../../../ports/ports.ts';

/** Holds chunks back so that audio is never sent faster than `rate` times real time. */
export type Pace = {
  /** Resolves when a chunk of that length may be sent, or as soon as `signal` fires. */
  take(chunkSec: number, signal: AbortSignal): Promise<void>;
};

// Live chunks come a little early or late; that much may be caught up at once.
const slackMs = 1_000;

export function createPace(clock: Clock, rate: number): Pace {
  let nextMs = Number.NEGATIVE_INFINITY;
  return {
    async take(chunkSec, signal) {
      const nowMs = clock.monotonicMs();
      await sleep(clock, nextMs - nowMs, signal);
      nextMs = Math.max(nextMs, clock.monotonicMs() - slackMs) + (chunkSec * 1_000) / rate;
    },
  };
}
