import { samplesToSec, secToSamples } from '../../../../shared/sound/audio.ts';

/** Where in the session the audio was that a target received, whatever was left out between. */
export type SentTimeline = {
  /** These samples of the session were sent next. Sent again, they count again: the target received them twice. */
  add(firstSample: number, sampleCount: number): void;
  /** So many samples of silence were sent that are no part of the session. */
  pad(sampleCount: number): void;
  /**
   * The place in the session, seconds, of what came after `receivedSec` seconds of received audio. Where audio was
   * left out that is behind the pause; beyond what was sent it is the end of that.
   */
  toSessionSec(receivedSec: number): number;
  /** All that was sent so far, seconds. */
  sentSec(): number;
};

type Run = { receivedSamples: number; firstSample: number; sampleCount: number; receivedCount: number };

export function createSentTimeline(): SentTimeline {
  // One entry for each run without a pause or a repetition, so it grows with what people say, not with time.
  const runs: Run[] = [];
  let totalSamples = 0;

  /** The last run that begins at or before that sample, or the first. */
  function runAt(receivedSamples: number): Run | undefined {
    let [low, high] = [0, runs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((runs[middle]?.receivedSamples ?? 0) <= receivedSamples) low = middle;
      else high = middle;
    }
    return runs[low];
  }

  return {
    add(firstSample, sampleCount) {
      const last = runs.at(-1);
      const isNext =
        last !== undefined &&
        last.sampleCount === last.receivedCount &&
        last.firstSample + last.sampleCount === firstSample;
      if (isNext) {
        last.sampleCount += sampleCount;
        last.receivedCount += sampleCount;
      } else {
        runs.push({ receivedSamples: totalSamples, firstSample, sampleCount, receivedCount: sampleCount });
      }
      totalSamples += sampleCount;
    },
    pad(sampleCount) {
      const last = runs.at(-1);
      const firstSample = last === undefined ? 0 : last.firstSample + last.sampleCount;
      runs.push({ receivedSamples: totalSamples, firstSample, sampleCount: 0, receivedCount: sampleCount });
      totalSamples += sampleCount;
    },
    sentSec: () => samplesToSec(totalSamples),
    toSessionSec(receivedSec) {
      const receivedSamples = Math.max(0, secToSamples(receivedSec));
      const run = runAt(receivedSamples);
      if (run === undefined) return 0;
      return samplesToSec(run.firstSample + Math.min(receivedSamples - run.receivedSamples, run.sampleCount));
    },
  };
}
