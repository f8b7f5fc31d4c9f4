import { createGate, sleep } from '../../../lifecycle/lifecycle.ts';
import type { Clock } from '../../../ports/ports.ts';

/**
 * Proves what a target has read, on one connection: a ping follows each packet, and only its own pong counts. Holds back
 * what a target does not read: two packets without a pong at most, more while pongs come fast.
 */
export type Barrier = {
  /** Resolves when one more packet may leave. Rejects when `signal` fires. */
  room(signal: AbortSignal): Promise<void>;
  /** A ping with this token follows a packet. */
  pinged(token: string): void;
  /** False when it answers no ping of ours. */
  ponged(token: string): boolean;
  /** The target said something. */
  heard(): void;
  /** Every wait ends: this target proves nothing. */
  giveUp(): void;
  isGivenUp(): boolean;
};

// A target that transcribes for 12 s a buffer lives with two; a third would keep our answer to its own ping from it.
const fewest = 2;
const most = 64;
const fastMs = 1_000;
// The longest that a target on a slow line takes for its first pong; one that talks and proves nothing for so long won't.
const proofWithinMs = 20_000;

export function createBarrier(options: {
  clock: Clock;
  /** A target that once proved something may be slow, and is waited for. */
  hasProved: boolean;
  onProof: (token: string) => void;
  /** It talks, and has not answered a single ping: what was sent can only be called unconfirmed. */
  onNoProof: () => void;
  signal: AbortSignal;
}): Barrier {
  const { clock, signal } = options;
  const gate = createGate();
  let waiting: { token: string; atMs: number }[] = [];
  let { hasProved } = options;
  let window = fewest;
  let quickestMs = Number.POSITIVE_INFINITY;
  let heardMs = Number.NEGATIVE_INFINITY;
  let givenUp = false;
  let isWatching = false;

  const fastEnoughMs = (): number => fastMs + (Number.isFinite(quickestMs) ? 2 * quickestMs : 0);

  function hasRoom(): boolean {
    const [oldest] = waiting;
    if (givenUp || oldest === undefined) return true;
    const isLate = clock.monotonicMs() - oldest.atMs > fastEnoughMs();
    return waiting.length < (isLate ? fewest : window);
  }

  function giveUp(): void {
    givenUp = true;
    waiting = [];
    gate.wake();
  }

  const isOpen = (): boolean => !hasProved && !givenUp && !signal.aborted;

  async function watchForProof(): Promise<void> {
    if (!isOpen() || isWatching) return;
    isWatching = true;
    while (isOpen()) {
      await sleep(clock, fastMs, signal);
      const [oldest] = waiting;
      if (oldest === undefined || !isOpen()) continue;
      const isOverdue = clock.monotonicMs() - oldest.atMs >= proofWithinMs;
      if (isOverdue && heardMs > oldest.atMs) {
        giveUp();
        options.onNoProof();
      }
    }
    isWatching = false;
  }

  return {
    room: (ended) => gate.until(hasRoom, ended),
    pinged(token) {
      if (givenUp) return;
      waiting.push({ token, atMs: clock.monotonicMs() });
      void watchForProof();
    },
    ponged(token) {
      const at = waiting.findIndex((ping) => ping.token === token);
      const ping = waiting[at];
      if (ping === undefined) return false;
      hasProved = true;
      const tookMs = clock.monotonicMs() - ping.atMs;
      const wasFast = tookMs <= fastEnoughMs();
      quickestMs = Math.min(quickestMs, tookMs);
      window = wasFast ? Math.min(most, window + 1) : fewest;
      waiting.splice(0, at + 1);
      options.onProof(token);
      gate.wake();
      return true;
    },
    heard() {
      heardMs = clock.monotonicMs();
    },
    giveUp,
    isGivenUp: () => givenUp,
  };
}
