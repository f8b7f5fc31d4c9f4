import type { Frame } from '../../../../shared/sound/audio.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { AudioSource, Clock } from '../../ports/ports.ts';
import { SourceLost } from './source-lost.ts';

// A Bluetooth headset, or an idle output that renders two seconds ahead. Whoever waits for longer sees it missing.
const firstFrameMs = 4_000;
// A default device may change in this very moment, but not over and over.
const mostOpenings = 3;

/**
 * Opens a live source and lets it run until sound comes, so that the recording begins with sound and not with the time
 * that the device takes to start. What comes before `frames` is asked for is dropped.
 * @throws AppError what `open` throws, and what the source throws before its first frame
 */
export async function openRunning(open: () => Promise<AudioSource>, clock: Clock): Promise<AudioSource> {
  for (let opening = 1; ; opening += 1) {
    const source = await open();
    try {
      return await untilRunning(source, clock);
    } catch (error) {
      source.close?.();
      if (!(error instanceof SourceLost) || opening === mostOpenings) throw error;
    }
  }
}

async function untilRunning(source: AudioSource, clock: Clock): Promise<AudioSource> {
  const ending = new AbortController();
  const iterator = source.frames(ending.signal)[Symbol.asyncIterator]();
  let isTaken = false;
  let next = iterator.next();

  async function dropUntilTaken(): Promise<void> {
    for (;;) {
      const { done } = await next;
      if (isTaken || done === true) return;
      next = iterator.next();
    }
  }

  async function* frames(signal: AbortSignal): AsyncGenerator<Frame> {
    isTaken = true;
    const stop = (): void => ending.abort(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    try {
      for (;;) {
        const given = await next;
        if (given.done === true) return;
        yield given.value;
        next = iterator.next();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      ending.abort();
      await iterator.return?.();
    }
  }

  const waited = new AbortController();
  try {
    await Promise.race([next, sleep(clock, firstFrameMs, waited.signal)]);
  } finally {
    waited.abort();
  }
  // Its failure is thrown to whoever takes the frames.
  dropUntilTaken().catch(() => undefined);
  return {
    ...source,
    frames,
    close() {
      ending.abort();
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
      source.close?.();
    },
  };
}
