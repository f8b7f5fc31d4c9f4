import { setTimeout as sleep } from 'node:timers/promises';
import { limits } from './machine/limits.ts';

/** Tries again until `attempt` does not throw. @throws what the last try threw */
export async function waitUntil<T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = limits.waitMs, everyMs = 50 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await sleep(everyMs);
  }
}
