import { z } from 'zod';
import { alertSettingsSchema } from '../events/alerts.ts';
import { networkSettingsSchema, proxyChoiceSchema } from './network.ts';
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
  mode: z.enum(['stream', 'direct', 'capture-only']).default('stream'),
});
export type RecordChoice = z.infer<typeof recordChoiceSchema>;

/** How meetings are transcribed without a backend. Keys are no settings: docs/cli.md says where they are kept. */
export const directSettingsSchema = z.object({
  /** Name of the speech engine; `auto` takes the first that is ready. */
  engine: z.string().min(1).default('auto'),
  /** Two letters, such as `en`; `null` lets the engine find out. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/, 'a language is two small letters, such as en')
    .nullable()
    .default(null),
  /** Requests that an engine works on at the same time, over all sessions. */
  maxInFlight: z.number().int().min(1).max(8).default(2),
  /** A request that takes longer counts as failed. */
  timeoutSec: z.number().min(1).max(600).default(60),
  groqModel: z.enum(['whisper-large-v3-turbo', 'whisper-large-v3']).default('whisper-large-v3-turbo'),
  /** Groq's free tier takes so many seconds of audio an hour; what its answers say counts more. */
  groqAudioSecPerHour: z.number().positive().nullable().default(7_200),
  /** Where an OpenAI-compatible server answers, up to and with `/v1`. */
  openaiBaseUrl: z
    .url({ protocol: /^https?$/, error: 'a server has an http:// or https:// URL' })
    .nullable()
    .default(null),
  openaiModel: z.string().min(1).default('whisper-1'),
  /** US dollars an hour of audio, where the server bills. */
  openaiUsdPerHour: z.number().min(0).default(0),
  /** A program of one's own, and its arguments with `{wav}` for the audio; it prints the words. */
  commandLine: z
    .array(z.string().min(1))
    .refine((words) => words.some((word) => word.includes('{wav}')), 'one argument has to hold {wav}')
    .nullable()
    .default(null),
});
export type DirectSettings = z.infer<typeof directSettingsSchema>;

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
  direct: directSettingsSchema.prefault({}),
  network: networkSettingsSchema.prefault({}),
});
export type Settings = z.infer<typeof settingsSchema>;

// Without the defaults: they would put back what a patch leaves out.
const recordPatchSchema = z.object({
  source: recordChoiceSchema.shape.source.unwrap().optional(),
  mode: recordChoiceSchema.shape.mode.unwrap().optional(),
});

const directPatchSchema = z.object({
  engine: z.string().min(1).optional(),
  language: directSettingsSchema.shape.language.unwrap().optional(),
  groqModel: directSettingsSchema.shape.groqModel.unwrap().optional(),
  groqAudioSecPerHour: directSettingsSchema.shape.groqAudioSecPerHour.unwrap().optional(),
  openaiBaseUrl: directSettingsSchema.shape.openaiBaseUrl.unwrap().optional(),
  openaiModel: directSettingsSchema.shape.openaiModel.unwrap().optional(),
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
  direct: directPatchSchema.optional(),
  network: z
    .object({ proxy: proxyChoiceSchema, caFile: z.string().min(1).nullable() })
    .partial()
    .optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
