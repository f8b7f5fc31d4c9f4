import { secToSamples, type Frame } from '../../../../shared/sound/audio.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createGate } from '../../lifecycle/lifecycle.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// A minute. The consumer writes to disk; when that has not worked for so long, sound is lost and must be told.
const mostSamples = secToSamples(60);

/** Frames of a live source on their way to a consumer that may be slower for a while. */
export type FrameQueue = {
  put(frame: Frame): void;
  /** No more frames will come. Those that wait are still given, then this is thrown. */
  fail(problem: AppError): void;
  /** Ends when `signal` fires. */
  frames(signal: AbortSignal): AsyncGenerator<Frame>;
};

export function createFrameQueue(): FrameQueue {
  const waiting: Frame[] = [];
  let waitingSamples = 0;
  let problem: AppError | null = null;
  const gate = createGate();

  function fail(cause: AppError): void {
    problem ??= cause;
    gate.wake();
  }

  return {
    put(frame) {
      // Behind a hole the samples would be in the wrong place.
      if (problem !== null) return;
      waiting.push(frame);
      waitingSamples += frame.pcm.length;
      if (waitingSamples > mostSamples) {
        fail(new AppError('storage-failed', sentence('capture.disk-too-slow')));
      }
      gate.wake();
    },
    fail,
    async *frames(signal) {
      const isStopped = (): boolean => signal.aborted;
      for (;;) {
        const frame = waiting.shift();
        if (frame !== undefined) {
          waitingSamples -= frame.pcm.length;
          yield frame;
          continue;
        }
        if (isStopped()) return;
        if (problem !== null) throw problem;
        // It rejects when the signal fires, which the next round sees.
        await gate.until(() => waiting.length > 0 || problem !== null, signal).catch(() => undefined);
      }
    },
  };
}
