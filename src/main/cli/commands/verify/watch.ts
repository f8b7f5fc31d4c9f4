import { sleep } from '../../../core/lifecycle/lifecycle.ts';
import type { Clock } from '../../../core/ports/ports.ts';
import { exitCodes } from '../../exit-codes.ts';

/** Does something again and again, with a pause between, until Ctrl-C. Answers the exit code of a command that was interrupted. */
export async function watch(
  once: () => Promise<unknown>,
  { clock, pauseMs, signal }: { clock: Clock; pauseMs: number; signal: AbortSignal },
): Promise<number> {
  while (!signal.aborted) {
    await once();
    await sleep(clock, pauseMs, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }
  return exitCodes.interrupted;
}
