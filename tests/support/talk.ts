import { secToSamples } from '../../src/shared/sound/audio.ts';
import { writeTrackWav } from './wav.ts';

/**
 * A voice without words, good enough for a speech detector: a buzz of 110 Hz and more through two formants, in syllables. It
 * comes from code, so that tests need no speech synthesiser.
 */
export function voice(seconds: number, pitchHz: number): Int16Array {
  const formants = [
    { hz: 700, width: 90 },
    { hz: 1_220, width: 110 },
    { hz: 2_600, width: 160 },
  ].map(({ hz, width }) => {
    const radius = Math.exp((-Math.PI * width) / 16_000);
    return { a: 2 * radius * Math.cos((2 * Math.PI * hz) / 16_000), b: -(radius ** 2), last: 0, before: 0 };
  });
  let phase = 0;
  return Int16Array.from({ length: secToSamples(seconds) }, (_zero, i) => {
    const sec = i / 16_000;
    phase += (pitchHz + 15 * Math.sin(2 * Math.PI * 0.7 * sec)) / 16_000;
    const pulse = phase >= 1 ? 1 : 0;
    phase %= 1;
    let sum = 0;
    for (const formant of formants) {
      const value = pulse + formant.a * formant.last + formant.b * formant.before;
      formant.before = formant.last;
      formant.last = value;
      sum += value;
    }
    const syllable = 0.25 + 0.75 * Math.abs(Math.sin(2 * Math.PI * 2.1 * sec));
    return Math.max(-32_000, Math.min(32_000, Math.round(sum * syllable * 2_500)));
  });
}

const speechSec = 18;
// One voice takes 40 ms of processor time, and a file of tests wants the same ones again and again.
const voices = new Map<number, Int16Array>();

function stretchOf(pitchHz: number): Int16Array {
  const known = voices.get(pitchHz) ?? voice(speechSec, pitchHz);
  voices.set(pitchHz, known);
  return known;
}

/** So many stretches of 18 s of voice with two seconds of silence, or `pauseSec`, before each: as many segments. */
export async function writeTalk(path: string, segments: number, pauseSec = 2): Promise<void> {
  const pcm = new Int16Array(secToSamples((speechSec + pauseSec) * segments + pauseSec));
  for (let n = 0; n < segments; n += 1) {
    pcm.set(stretchOf(110 + 7 * n), secToSamples((speechSec + pauseSec) * n + pauseSec / 2));
  }
  await writeTrackWav(path, pcm);
}
