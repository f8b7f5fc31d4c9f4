import { pcmFormat } from './audio.ts';

/** Takes the constant part out of a stream, which is no sound, block by block; blocks of one stream belong together. */
export type HighPass = (pcm: Int16Array, into: Float32Array) => Float32Array;

// Below every voice and above every drift of a sound card.
const cutHz = 20;
const keep = 1 - (2 * Math.PI * cutHz) / pcmFormat.sampleRateHz;

/** Of first order: what is 5 % of full scale at first is below one step of 16 bits after 60 ms, a voice loses 0.2 dB. */
export function createHighPass(): HighPass {
  let before: number | null = null;
  let last = 0;
  return (pcm, into) => {
    // In variables of this function: those outside are numbers on the heap, anew for every sample.
    let x = before ?? pcm[0] ?? 0;
    let y = last;
    for (let i = 0; i < pcm.length; i += 1) {
      const sample = pcm[i] ?? 0;
      y = sample - x + keep * y;
      x = sample;
      into[i] = y;
    }
    before = pcm.length === 0 ? before : x;
    last = y;
    return into.subarray(0, pcm.length);
  };
}

// 0.3 % of full scale: less of it changes no decision and no word, and the samples stay as they were recorded.
const leastOffset = 100;

/** The same samples, or, where they lie beside zero, as they are without that. */
export function withoutOffset(pcm: Int16Array): Int16Array {
  let sum = 0;
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- iterating makes an object for each of 400,000 samples
  for (let i = 0; i < pcm.length; i += 1) sum += pcm[i] ?? 0;
  if (Math.abs(sum) < leastOffset * pcm.length) return pcm;
  const filtered = createHighPass()(pcm, new Float32Array(pcm.length));
  return Int16Array.from(filtered, (sample) => Math.max(-32_768, Math.min(32_767, Math.round(sample))));
}
