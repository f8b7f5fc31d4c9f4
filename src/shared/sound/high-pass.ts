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
// Half a second: shorter than a gap that would matter, and of a voice hardly anything is left in its mean.
const blockSamples = pcmFormat.sampleRateHz / 2;

/**
 * The same samples, or, where they lie beside zero, as they are without that. A steady offset is subtracted, so that an engine
 * hears what it would have heard without it; only one that wanders is filtered out, which turns the phase of deep tones.
 */
export function withoutOffset(pcm: Int16Array): Int16Array {
  const offset = meanOf(pcm, 0, pcm.length);
  if (Math.abs(offset) < leastOffset) return pcm;
  const steady = Math.round(offset);
  if (isSteady(pcm, steady)) return Int16Array.from(pcm, (sample) => toInt16(sample - steady));
  const filtered = createHighPass()(pcm, new Float32Array(pcm.length));
  return Int16Array.from(filtered, (sample) => toInt16(Math.round(sample)));
}

/** Whether each block lies as far beside zero as the whole does: neither a gap of zeros nor a start of the device is in it. */
function isSteady(pcm: Int16Array, offset: number): boolean {
  for (let at = 0; at + blockSamples <= pcm.length; at += blockSamples)
    if (Math.abs(meanOf(pcm, at, at + blockSamples) - offset) >= leastOffset) return false;
  return true;
}

function meanOf(pcm: Int16Array, from: number, to: number): number {
  let sum = 0;
  // By index: iterating makes an object for each of 400,000 samples.
  for (let i = from; i < to; i += 1) sum += pcm[i] ?? 0;
  return sum / Math.max(1, to - from);
}

function toInt16(value: number): number {
  return Math.max(-32_768, Math.min(32_767, value));
}
