import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';
import type { SoundServer } from './sound-server.ts';

// A server that is away is looked for so often; the whole of its absence costs less than a hundredth of a core.
const lookEveryMs = 1_000;
// Whoever subscribes to a server that is away is told so within this time; on a slow machine a try more is made.
const refusedWithinMs = 300;

/** Resolves when a sound server tells of a device, or begins to answer, or when `signal` fires. */
export async function waitForDeviceSign(
  server: SoundServer,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<void> {
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    const subscription = server.subscribe(() => over.abort());
    const ended = subscription.ended.then(() => true);
    const isRefused = await Promise.race([ended, sleep(clock, refusedWithinMs, either).then(() => false)]);
    // A server that was away and answers now has sent nothing yet: that it answers is the sign.
    if (!isRefused && isFirst) await Promise.race([ended, fired(either)]);
    const hasSign = over.signal.aborted || (!isRefused && !isFirst);
    over.abort();
    await subscription.stop();
    if (hasSign) return;
    await sleep(clock, lookEveryMs, signal);
  }
}

export function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
