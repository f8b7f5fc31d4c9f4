import { writeFile } from 'node:fs/promises';
import { buildWavHeader } from '../../src/shared/sound/wav.ts';

// Two samples hold 15 bits each of the number of their pair. The first of a pair is positive and the second
// negative, so any two neighbours tell their place within 2^31 samples (37 hours).
const half = 2 ** 15;
// An odd factor keeps every number of the lower half apart and makes the sound loud from the start.
const loudness = 7;
const inverseOfLoudness = 28_087;

function counterSample(position: number): number {
  const pair = Math.floor(position / 2);
  return position % 2 === 0 ? (pair * loudness) % half : -1 - Math.floor(pair / half);
}

/** Samples that tell their own place, so that loss, repetition and reordering show; `from` is the first one's. */
export function counterSamples(count: number, from = 0): Int16Array {
  return Int16Array.from({ length: count }, (_zero, i) => counterSample(from + i));
}

/** Where counting samples begin, told by the first two of them; `null` where these are none. */
export function counterPosition(samples: Int16Array): number | null {
  const [first, second] = samples;
  if (first === undefined || second === undefined || first < 0 === second < 0) return null;
  if (first >= 0) return 2 * ((-1 - second) * half + pairInHalf(first));
  const next = pairInHalf(second);
  // Behind the last pair of a half, the lower half has begun again.
  return 2 * (next === 0 ? (-1 - first) * half + half - 1 : (-1 - first) * half + next - 1) + 1;
}

function pairInHalf(sample: number): number {
  return (sample * inverseOfLoudness) % half;
}

/** A 16 kHz mono file of counting samples. */
export async function writeCounterWav(path: string, seconds: number): Promise<Int16Array> {
  const samples = counterSamples(Math.round(seconds * 16_000));
  await writeFile(path, Buffer.concat([buildWavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
  return samples;
}
