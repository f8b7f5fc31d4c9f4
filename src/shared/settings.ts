import { z } from 'zod';
import { alertSettingsSchema } from './alerts.ts';
import { builtInTargetName, targetSchema } from './targets.ts';

/** Raised by one with each change of shape; core/settings migrates older files. */
export const settingsVersion = 2;

/** How long events are kept, and how large the database may get. What a target has not got yet is kept anyway. */
export const retentionSettingsSchema = z.object({
  days: z.number().min(1).max(36_500).default(90),
  /** Of the database file. */
  maxBytes: z.number().int().min(1_000_000).default(2_000_000_000),
});
export type RetentionSettings = z.infer<typeof retentionSettingsSchema>;

const recordedSources = ['system', 'microphone', 'both'] as const;
/** What the tray's Record records. */
export const recordChoiceSchema = z.object({
  source: z.enum(recordedSources).default('system'),
  mode: z.enum(['stream', 'capture-only']).default('stream'),
});
export type RecordChoice = z.infer<typeof recordChoiceSchema>;

export const settingsSchema = z.object({
  version: z.literal(settingsVersion).default(settingsVersion),
  /** Targets that people named; the built-in backend is always there. */
  targets: z.array(targetSchema).default([]),
  /** Name of the target that Record uses. */
  target: z.string().min(1).default(builtInTargetName),
  /** Speech engine of the built-in backend: `auto` takes the first that is installed. */
  engine: z.string().min(1).default('auto'),
  record: recordChoiceSchema.prefault({}),
  stream: z
    .object({
      /** Seconds of audio in one AUDIO_CHUNK. 1 s is what the reference clients and the 3 s server buffer suit. */
      chunkSec: z.number().min(0.1).max(3).default(1),
      /** Agrees on permessage-deflate where the target offers it. */
      compress: z.boolean().default(true),
      /** Leaves silence out of what is sent; speech keeps 300 ms before and after it. */
      leaveOutSilence: z.boolean().default(true),
      /**
       * How fast a backlog is sent, times real time. A real backend can lose audio in a burst; at 2 it does not.
       * The built-in backend takes any speed and is not held back.
       */
      replayRate: z.number().min(1).max(100).default(2),
      /** After the end of a meeting, how long no message may come before the wait is given up. */
      endSilenceMs: z.number().int().min(1_000).default(60_000),
      /** And how long the wait may last in all. */
      endDeadlineMs: z.number().int().min(1_000).default(600_000),
    })
    .prefault({}),
  retention: retentionSettingsSchema.prefault({}),
  alerts: alertSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

// Without the defaults: they would put back what a patch leaves out.
const recordPatchSchema = z.object({
  source: recordChoiceSchema.shape.source.unwrap().optional(),
  mode: recordChoiceSchema.shape.mode.unwrap().optional(),
});

/** What a UI may change: any part, the rest stays. Limits are checked with the whole. */
export const settingsPatchSchema = z.object({
  target: z.string().min(1).optional(),
  engine: z.string().min(1).optional(),
  retention: z.object({ days: z.number(), maxBytes: z.number() }).partial().optional(),
  alerts: z
    .object({
      enabled: z.boolean(),
      moreDuplicatesThan: z.number(),
      moreValidationErrorsThan: z.number(),
      moreDeprecatedThan: z.number(),
      periodSec: z.number(),
      coolDownSec: z.number(),
    })
    .partial()
    .optional(),
  record: recordPatchSchema.optional(),
  stream: z.object({ compress: z.boolean(), leaveOutSilence: z.boolean() }).partial().optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
