import { z } from 'zod';

/**
 * The one PCM format inside the product and on the wire: signed 16-bit little-endian, mono, 16 kHz.
 * It is what the ScrumBot backend assumes when a chunk names no format, and what speech engines want.
 */
export const pcmFormat = { sampleRateHz: 16_000, channels: 1, bytesPerSample: 2 } as const;

export const sourceNames = ['system', 'microphone'] as const;
export const sourceNameSchema = z.enum(sourceNames);
/** What a track was captured from. A file plays the part of `system`. */
export type SourceName = z.infer<typeof sourceNameSchema>;

/** A stretch of PCM from capture, 20 to 100 ms long. `firstSample` counts from the start of the track. */
export type Frame = { firstSample: number; pcm: Int16Array };

export const levelStates = ['present', 'quiet', 'zeros', 'not-captured', 'unknown'] as const;

export const levelSchema = z.object({
  source: sourceNameSchema,
  state: z.enum(levelStates),
  /** dBFS, at most 0; `null` for pure zeros (minus infinity does not survive JSON). */
  peakDb: z.number().nullable(),
  rmsDb: z.number().nullable(),
  /** Seconds since the last sample that was not zero. */
  zeroSec: z.number(),
  /** Seconds since the level was last above the silence threshold. */
  quietSec: z.number(),
});
export type Level = z.infer<typeof levelSchema>;

export function samplesToSec(samples: number): number {
  return samples / pcmFormat.sampleRateHz;
}

export function secToSamples(sec: number): number {
  return Math.round(sec * pcmFormat.sampleRateHz);
}
