import { z } from 'zod';
import { pcmFormat } from './pcm-format.ts';

export { pcmFormat };

/** Samples of one window of speech detection: 20 ms, one of the three lengths that WebRTC's detector takes. */
export const speechWindowSamples = 320;

export const sourceNames = ['system', 'microphone'] as const;
export const sourceNameSchema = z.enum(sourceNames);
/** What a track was captured from. A file plays the part of `system`. */
export type SourceName = z.infer<typeof sourceNameSchema>;

/** Why a stretch of a track was not captured. */
export type GapReason =
  | 'late-start' // the device took its time to deliver the first sound
  | 'start-left-out' // the source was not open yet when Record was pressed: the track begins later by this length
  | 'no-frames' // the source was there and delivered nothing
  | 'helper-exited' // what captures ended by itself
  | 'device-changed' // another device became the one to follow
  | 'sleep' // the machine was asleep
  | 'sleep-left-out' // asleep for so long that the track was not filled: its time is shorter by this length
  | 'source-ended' // the source came to an end
  | 'file-short' // the file is shorter than its header says; no zeros stand for that
  | 'file-lost' // the recording's own file was cut short or replaced while it was written
  | 'frames-lost' // frames are missing between two that came
  | 'clock-drift'; // the sound card's clock is slower than the machine's

/**
 * A stretch of PCM from capture, 20 to 100 ms long. `firstSample` counts from the start of the track; where it
 * is ahead of the frame before, what is between was not captured.
 */
export type Frame = {
  firstSample: number;
  pcm: Int16Array;
  /** Monotonic ms at which the last sample was there; live sources that buffer tell it. */
  heardMs?: number;
  /** Why `firstSample` is ahead, and how much time before it is left out of the track. */
  gap?: { reason: GapReason; leftOutSamples: number };
};

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
