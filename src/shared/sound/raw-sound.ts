import { z } from 'zod';

// More than any meeting has.
export const mostChannels = 16;
// Telephones begin at 8 kHz and sound cards end at 384 kHz; what is far outside is a damaged header, or a slip.
export const sampleRatesHz = { least: 1_000, most: 384_000 } as const;

/** How one sample is written down, little-endian: its bytes, and what ffmpeg and other programs call it. */
export const soundEncodings = {
  uint8: { bytes: 1, name: 'u8' },
  int16: { bytes: 2, name: 's16le' },
  int24: { bytes: 3, name: 's24le' },
  int32: { bytes: 4, name: 's32le' },
  float32: { bytes: 4, name: 'f32le' },
  float64: { bytes: 8, name: 'f64le' },
  alaw: { bytes: 1, name: 'alaw' },
  ulaw: { bytes: 1, name: 'mulaw' },
} as const;
export type SoundEncoding = keyof typeof soundEncodings;

const encodings = Object.keys(soundEncodings) as [SoundEncoding, ...SoundEncoding[]];

/** What samples without a header are. */
export const rawSoundSchema = z.object({
  encoding: z.enum(encodings),
  sampleRateHz: z.number().int().min(sampleRatesHz.least).max(sampleRatesHz.most),
  channels: z.number().int().min(1).max(mostChannels),
});
export type RawSound = z.infer<typeof rawSoundSchema>;

/** By the name that other programs use. */
export function encodingNamed(name: string): SoundEncoding | null {
  return encodings.find((encoding) => soundEncodings[encoding].name === name.toLowerCase()) ?? null;
}

export const encodingNames: readonly string[] = Object.values(soundEncodings).map(({ name }) => name);
