import { z } from 'zod';
import { builtInTargetName, targetSchema } from './targets.ts';

/** Raised by one with each change of shape that old files do not satisfy; core/settings migrates them. */
export const settingsVersion = 1;

export const settingsSchema = z.object({
  version: z.literal(settingsVersion).default(settingsVersion),
  /** Targets that people named; the built-in backend is always there. */
  targets: z.array(targetSchema).default([]),
  /** Name of the target that Record uses. */
  target: z.string().min(1).default(builtInTargetName),
  /** Speech engine of the built-in backend: `auto` takes the first that is installed. */
  engine: z.string().min(1).default('auto'),
  stream: z
    .object({
      /** Seconds of audio in one AUDIO_CHUNK. 1 s is what the reference clients and the 3 s server buffer suit. */
      chunkSec: z.number().min(0.1).max(3).default(1),
      /** After the end of a meeting, how long no message may come before the wait is given up. */
      endSilenceMs: z.number().int().min(1_000).default(60_000),
      /** And how long the wait may last in all. */
      endDeadlineMs: z.number().int().min(1_000).default(600_000),
    })
    .prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** What a UI may change: any part, the rest stays. */
export const settingsPatchSchema = z.object({
  target: z.string().min(1).optional(),
  engine: z.string().min(1).optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
