import { samplesToSec, type Frame } from '../../../../shared/sound/audio.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock } from '../../ports/ports.ts';

// 50 ms at real time keeps meters and words lively; 100 ms halves the work where speed is what counts.
const liveFrameSec = 0.05;
const fastFrameSec = 0.1;

export function frameSecAt(speed: number | 'max'): number {
  return speed === 'max' ? fastFrameSec : liveFrameSec;
}

/** Blocks of samples as frames, each when its last sample is due: measured from the start, so that no delay adds up. */
export async function* pacedFrames(
  blocks: AsyncIterable<Int16Array>,
  { speed, clock }: { speed: number | 'max'; clock: Clock },
  signal: AbortSignal,
): AsyncGenerator<Frame> {
  const isStopped = (): boolean => signal.aborted;
  if (isStopped()) return;
  const startedMs = clock.monotonicMs();
  let firstSample = 0;
  for await (const pcm of blocks) {
    const dueMs =
      speed === 'max' ? startedMs : startedMs + (samplesToSec(firstSample + pcm.length) * 1_000) / speed;
    const earlyMs = dueMs - clock.monotonicMs();
    if (earlyMs > 0) await sleep(clock, earlyMs, signal);
    // What was due when Stop came belongs to the recording, what is for later does not.
    if (isStopped() && earlyMs > 0) return;
    yield { firstSample, pcm };
    firstSample += pcm.length;
    if (isStopped()) return;
  }
}
