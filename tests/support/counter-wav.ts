import { writeFile } from 'node:fs/promises';
import { buildWavHeader } from '../../src/shared/wav.ts';

/** Samples that tell their own place, so that loss, repetition and reordering show. */
export function counterSamples(count: number): Int16Array {
  return Int16Array.from({ length: count }, (_zero, i) => ((i * 7) % 65_521) - 32_760);
}

/** A 16 kHz mono file of counting samples. */
export async function writeCounterWav(path: string, seconds: number): Promise<Int16Array> {
  const samples = counterSamples(Math.round(seconds * 16_000));
  await writeFile(path, Buffer.concat([buildWavHeader(samples.byteLength), Buffer.from(samples.buffer)]));
  return samples;
}
