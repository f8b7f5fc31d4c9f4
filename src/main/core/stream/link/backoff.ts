const baseMs = 500;
const capMs = 30_000;

/**
 * How long to wait before the next attempt, ms: full jitter, so that clients of one failed backend do not
 * come back in step. `attempt` counts from 0; `random` is in [0, 1).
 */
export function backoffMs(attempt: number, random: number): number {
  return Math.round(random * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 16)));
}
