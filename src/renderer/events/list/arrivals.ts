import type { StoredEvent } from '../../../shared/events/events.ts';

/** What comes in faster than anybody can read, handed on some times a second. */
export type Arrivals = { add(recorded: readonly StoredEvent[]): void; stop(): void };

// A click is drawn between two of them; nobody reads faster.
const everyMs = 100;

export function createArrivals(handOn: (recorded: readonly StoredEvent[]) => void): Arrivals {
  let waiting: StoredEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let handedMs = Number.NEGATIVE_INFINITY;

  function handAll(): void {
    timer = undefined;
    handedMs = performance.now();
    const all = waiting;
    waiting = [];
    handOn(all);
  }

  return {
    add(recorded) {
      for (const event of recorded) waiting.push(event);
      if (timer !== undefined) return;
      const restMs = handedMs + everyMs - performance.now();
      if (restMs <= 0) handAll();
      else timer = setTimeout(handAll, restMs);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
