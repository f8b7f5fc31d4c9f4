import type { Clock } from '../../src/main/core/ports/ports.ts';
import { slowness } from './machine/limits.ts';

/** Real time, made faster: for waits that real sockets take part in and no test can sit through. */
export type FastClock = Clock & {
  /** How many timers are waiting. */
  pending(): number;
  /** How long so many of its milliseconds really are. */
  realMs(ms: number): number;
};

// How much real time counts at once. When the machine has no time for this process, the clock stands still: otherwise
// half a second without the processor would be ten seconds of a target's silence.
const longestStepMs = 20;
// Nor may more of its own time pass at once: an upgrade and a handshake through a proxy take some twenty turns of the event
// loop, and have ten seconds.
const longestOwnStepMs = 200;
const tickMs = 5;

type Timer = { dueMs: number; everyMs: number | null; run: () => void };

/** `usualFactor` times as fast as real time, and less where the machine is slow: what happens in between is not faster. */
export function createFastClock(usualFactor: number): FastClock {
  const factor = Math.max(1, usualFactor / slowness);
  const mostAtOnceMs = Math.min(longestStepMs, Math.max(tickMs + 1, longestOwnStepMs / factor));
  const timers = new Set<Timer>();
  let passedMs = 0;
  let readMs = performance.now();
  let ticking: NodeJS.Timeout | undefined;

  function elapsedMs(): number {
    const nowMs = performance.now();
    passedMs += Math.min(nowMs - readMs, mostAtOnceMs) * factor;
    readMs = nowMs;
    return passedMs;
  }

  function runDue(): void {
    ticking = undefined;
    const nowMs = elapsedMs();
    const due = [...timers].filter(({ dueMs }) => dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
    for (const timer of due) {
      // One that ran before may have cancelled it.
      if (!timers.has(timer)) continue;
      if (timer.everyMs === null) timers.delete(timer);
      else timer.dueMs = nowMs + timer.everyMs;
      timer.run();
    }
    tick();
  }

  function tick(): void {
    if (timers.size === 0 || ticking !== undefined) return;
    const nextMs = Math.min(...[...timers].map(({ dueMs }) => dueMs)) - elapsedMs();
    ticking = setTimeout(runDue, Math.max(0, Math.min(tickMs, nextMs / factor)));
  }

  function add(ms: number, everyMs: number | null, run: () => void): () => void {
    const timer: Timer = { dueMs: elapsedMs() + ms, everyMs, run };
    timers.add(timer);
    clearTimeout(ticking);
    ticking = undefined;
    tick();
    return () => {
      timers.delete(timer);
      if (timers.size > 0) return;
      clearTimeout(ticking);
      ticking = undefined;
    };
  }

  return {
    nowMs: () => Date.UTC(2026, 0, 1) + elapsedMs(),
    monotonicMs: elapsedMs,
    after: (ms, run) => add(ms, null, run),
    every: (ms, run) => add(ms, ms, run),
    pending: () => timers.size,
    realMs: (ms) => ms / factor,
  };
}
