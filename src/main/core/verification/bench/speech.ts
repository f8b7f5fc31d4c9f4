import { pcmFormat } from '../../../../shared/sound/audio.ts';
import { wavHeaderBytes } from '../../../../shared/sound/wav.ts';
import { readShipped } from './shipped-file.ts';

/** What is said in the shipped file. */
export const spokenWords =
  'Good morning everyone. Today we talk about the login page. Anna will finish the review by Friday, ' +
  'and Peter is going to call the customer.';

/**
 * The shipped speech: 10.5 s, 16 kHz mono.
 * @throws AppError `storage-failed` when the installation is incomplete
 */
export async function readSpeech(): Promise<Int16Array> {
  return samplesOf(await readShipped('speech.wav'));
}

function samplesOf(bytes: Buffer): Int16Array {
  const samples = new Int16Array((bytes.length - wavHeaderBytes) / pcmFormat.bytesPerSample);
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(wavHeaderBytes + 2 * i);
  return samples;
}

/** A stretch of `samples` from `from` on, as if the end led back to the beginning. */
export function around(speech: Int16Array, from: number, samples: number): Int16Array {
  const stretch = new Int16Array(samples);
  for (let i = 0; i < samples; i += 1) stretch[i] = speech[(from + i) % speech.length] ?? 0;
  return stretch;
}
