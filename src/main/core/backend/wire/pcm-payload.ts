import { z } from 'zod';
import { pcmFormat } from '../../../../shared/sound/audio.ts';

/** PCM of a chunk as this backend keeps it, or why it cannot be used. */
export type PcmPayload = { pcm: Int16Array } | { problem: string };

/** What a chunk says about its audio; numbers as text are taken, as a real backend does. */
export const pcmFormatSchema = z.object({
  sampleRate: z.coerce.number().optional(),
  channels: z.coerce.number().optional(),
  sampleWidth: z.coerce.number().optional(),
});

/** Reads PCM16LE of 16 kHz. Two channels become one; any other rate is refused rather than played too fast. */
export function readPcm(dataBase64: string, format: z.infer<typeof pcmFormatSchema>): PcmPayload {
  const sampleRate = format.sampleRate ?? pcmFormat.sampleRateHz;
  const channels = format.channels ?? pcmFormat.channels;
  const sampleWidth = format.sampleWidth ?? pcmFormat.bytesPerSample;
  if (sampleRate !== pcmFormat.sampleRateHz || ![1, 2].includes(channels) || sampleWidth !== 2) {
    return {
      problem:
        `sampleRate ${sampleRate}, channels ${channels}, sampleWidth ${sampleWidth} cannot be used; ` +
        `send 16000 Hz, 1 or 2 channels, 2 bytes a sample`,
    };
  }
  if (!isBase64(dataBase64)) return { problem: 'data is not base64; send PCM16LE encoded as base64' };
  const samples = toSamples(Buffer.from(dataBase64, 'base64'));
  return { pcm: channels === 2 ? downmix(samples) : samples };
}

// Groups of four in the expression itself would overflow its stack on many megabytes.
function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

/** An odd last byte is half a sample and is left out. */
function toSamples(bytes: Buffer): Int16Array {
  const samples = new Int16Array(Math.floor(bytes.length / 2));
  for (let i = 0; i < samples.length; i += 1) samples[i] = bytes.readInt16LE(i * 2);
  return samples;
}

function downmix(stereo: Int16Array): Int16Array {
  const mono = new Int16Array(Math.floor(stereo.length / 2));
  for (let i = 0; i < mono.length; i += 1) {
    mono[i] = Math.round(((stereo[2 * i] ?? 0) + (stereo[2 * i + 1] ?? 0)) / 2);
  }
  return mono;
}
