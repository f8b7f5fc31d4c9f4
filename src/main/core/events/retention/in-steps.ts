import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';

// The writer commits a batch of events every 100 ms; a step of background work takes a small part of that, and in
// the pause after it whatever waits has its turn.
const stepMs = 15;
const restMs = 10;

/**
 * Does background work of the writer in steps until one answers `false`, or the signal fires. `amount` is how much a
 * step should do; it is fitted to the machine, between 1 and `most`.
 */
export async function inSteps(
  options: { clock: Clock; signal: AbortSignal; first: number; most: number },
  step: (amount: number) => Promise<boolean>,
): Promise<void> {
  const { clock, signal, most } = options;
  let amount = options.first;
  while (!signal.aborted) {
    const startMs = clock.monotonicMs();
    if (!(await step(Math.round(amount)))) return;
    const tookMs = Math.max(clock.monotonicMs() - startMs, 1);
    amount = Math.min(most, Math.max(1, amount * Math.min(2, stepMs / tookMs)));
    await sleep(clock, restMs, signal);
  }
}
