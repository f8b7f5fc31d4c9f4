import { secToSamples } from '../../../../shared/sound/audio.ts';

// Ten seconds in which a meeting's sound is not even noise: longer than its pauses, short enough to save the rest.
const longSamples = secToSamples(10);

/** Watches for digital silence: a muted device, or a permission that was refused without a word. */
export type ZeroRun = {
  /** Whether the zeros have just become long; once per run. */
  isNowLong(pcm: Int16Array): boolean;
};

export function createZeroRun(): ZeroRun {
  let samples = 0;
  return {
    isNowLong(pcm) {
      const before = samples;
      const last = pcm.findLastIndex((sample) => sample !== 0);
      samples = last === -1 ? samples + pcm.length : pcm.length - 1 - last;
      return before < longSamples && samples >= longSamples;
    },
  };
}
