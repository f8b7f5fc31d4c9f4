import type { Clock } from '../../src/main/core/ports/ports.ts';

/** A clock that stands still until it is told to go on; timers run in the order of their time. */
export type FakeClock = Clock & {
  /** Lets `ms` pass. Promises get to run after every timer. */
  advance(ms: number): Promise<void>;
  /** How many timers are waiting. */
  pending(): number;
};

export function createFakeClock(startMs = Date.UTC(2026, 0, 1)): FakeClock {
  let elapsedMs = 0;
  let nextId = 0;
  const timers = new Map<number, { atMs: number; run: () => void }>();

  function after(ms: number, run: () => void): () => void {
    nextId += 1;
    const id = nextId;
    timers.set(id, { atMs: elapsedMs + ms, run });
    return () => timers.delete(id);
  }

  return {
    nowMs: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    after,
    every(ms, run) {
      let cancel = after(ms, again);
      function again(): void {
        cancel = after(ms, again);
        run();
      }
      return () => cancel();
    },
    async advance(ms) {
      const endMs = elapsedMs + ms;
      await settle();
      for (;;) {
        const due = [...timers]
          .filter(([, timer]) => timer.atMs <= endMs)
          .sort((a, b) => a[1].atMs - b[1].atMs)[0];
        if (due === undefined) break;
        const [id, timer] = due;
        timers.delete(id);
        elapsedMs = Math.max(elapsedMs, timer.atMs);
        timer.run();
        await settle();
      }
      elapsedMs = endMs;
      await settle();
    },
    pending: () => timers.size,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
