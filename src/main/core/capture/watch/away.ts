import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';

// Before each try. A moment first, for a device that is being changed; then what a sound server needs to start again.
// Somebody may look for a charger for an hour: the last one is repeated as long as the recording runs.
const pausesMs = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000] as const;
// Devices come with several events; and a try makes some of its own.
const leastPauseMs = 500;

/** Resolves when there is a sign that a source may be back, or when `signal` fires. Never rejects. */
export type WaitForSign = (signal: AbortSignal) => Promise<void>;

/** Waits before try number `tries` (from 0), until the time is over or there is a sign of the source. */
export async function pauseBeforeTry(
  tries: number,
  options: { clock: Clock; signal: AbortSignal; waitForSign?: WaitForSign | undefined },
): Promise<void> {
  const { clock, signal, waitForSign } = options;
  const pauseMs = pausesMs[Math.min(tries, pausesMs.length - 1)] ?? leastPauseMs;
  if (waitForSign === undefined || pauseMs <= leastPauseMs) return sleep(clock, pauseMs, signal);
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const sign = waitForSign(either);
  await sleep(clock, leastPauseMs, signal);
  await Promise.race([sign, sleep(clock, pauseMs - leastPauseMs, either)]);
  over.abort();
}
