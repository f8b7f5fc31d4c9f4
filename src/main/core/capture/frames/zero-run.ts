import { secToSamples } from '../../../../shared/sound/audio.ts';

// Soon enough to ask the system whether it is muted, long enough for the pause before a meeting.
const askSamples = secToSamples(2);
// Ten seconds in which a meeting's sound is not even noise: longer than its pauses, short enough to save the rest.
const longSamples = secToSamples(10);

/** Watches for digital silence: a muted device, or a permission that was refused without a word. */
export type ZeroRun = {
  /** Whether the zeros have just become worth a question (2 s) or long (10 s); each once per run. */
  see(pcm: Int16Array): 'noticed' | 'long' | null;
};

export function createZeroRun(): ZeroRun {
  let samples = 0;
  return {
    see(pcm) {
      const before = samples;
      const last = pcm.findLastIndex((sample) => sample !== 0);
      samples = last === -1 ? samples + pcm.length : pcm.length - 1 - last;
      if (before < longSamples && samples >= longSamples) return 'long';
      return before < askSamples && samples >= askSamples ? 'noticed' : null;
    },
  };
}
