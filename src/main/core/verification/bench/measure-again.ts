import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Bench } from './bench.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const mostTries = 3;
const pauseMs = 1_000;
// Of a quick run, for the phases that follow.
const reserveMs = 20_000;

/**
 * Measures, and measures again while this machine was in the way: three times at most, and only while a quick run has the time.
 * `isDisturbed` is asked of each measurement; the last one is answered with how often it was tried.
 */
export async function measureAgain<T>(
  { clock, signal, leftMs }: Pick<Bench, 'clock' | 'signal' | 'leftMs'>,
  measure: () => Promise<T>,
  isDisturbed: (measured: T) => boolean,
): Promise<{ measured: T; tries: number }> {
  for (let tries = 1; ; tries += 1) {
    const startMs = clock.monotonicMs();
    const measured = await measure();
    const onceMoreMs = clock.monotonicMs() - startMs + pauseMs;
    if (!isDisturbed(measured) || tries === mostTries || leftMs() < onceMoreMs + reserveMs)
      return { measured, tries };
    await sleep(clock, pauseMs, signal);
    signal.throwIfAborted();
  }
}

/** How often something was measured, for people; nothing of what was measured once. */
export function triesOf(tries: number): Sentence[] {
  return tries === 1 ? [] : [sentence('verify.tries', { tries })];
}
