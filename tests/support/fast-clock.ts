import type { Clock } from '../../src/main/core/ports/ports.ts';

/** Real time, made faster: for waits that real sockets take part in and no test can sit through. */
export type FastClock = Clock & {
  /** How many timers are waiting. */
  pending(): number;
};

export function createFastClock(factor: number): FastClock {
  const start = performance.now();
  const timers = new Set<NodeJS.Timeout>();
  const elapsedMs = (): number => (performance.now() - start) * factor;
  return {
    nowMs: () => Date.UTC(2026, 0, 1) + elapsedMs(),
    monotonicMs: elapsedMs,
    after(ms, run) {
      const timer = setTimeout(() => {
        timers.delete(timer);
        run();
      }, ms / factor);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer);
      };
    },
    every(ms, run) {
      const timer = setInterval(run, ms / factor);
      timers.add(timer);
      return () => {
        timers.delete(timer);
        clearInterval(timer);
      };
    },
    pending: () => timers.size,
  };
}
