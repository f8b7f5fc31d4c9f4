import { z } from 'zod';
import { sourceNameSchema } from '../sound/audio.ts';
import { rawSoundSchema } from '../sound/raw-sound.ts';
import { sessionFindingsSchema } from '../events/findings.ts';
import { sentenceSchema } from '../words/sentence-schema.ts';
import { receiptSchema } from './receipt.ts';
import { transcriptSummarySchema } from './transcript/transcripts.ts';

export const modes = ['stream', 'direct', 'capture-only'] as const;
export const modeSchema = z.enum(modes);
export type Mode = z.infer<typeof modeSchema>;

/** `stopping` waits for the target's last answer; `recovered` was cut off and found at a later start. */
export const sessionStates = ['starting', 'recording', 'stopping', 'ended', 'failed', 'recovered'] as const;
export const sessionStateSchema = z.enum(sessionStates);
export type SessionState = z.infer<typeof sessionStateSchema>;

/** Letters, digits, `_` and `-` only: a real backend uses the meeting id as a folder name. */
export const meetingIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,80}$/, 'a meeting id has 1 to 80 letters, digits, "_" or "-"');

/** Where a track comes from: the machine's sound, the microphone, or a WAV file that plays the part of `system`. */
export const inputSchema = z.union([
  z.object({ kind: z.enum(['system', 'microphone']) }),
  z.object({
    kind: z.literal('file'),
    path: z.string().min(1),
    /** Times real time; `max` is as fast as the pipe takes it. */
    speed: z.union([z.number().positive().max(1000), z.literal('max')]).default(1),
    /** What it holds, where no header tells. */
    raw: rawSoundSchema.optional(),
  }),
]);
export type Input = z.infer<typeof inputSchema>;

export const startRequestSchema = z.object({
  inputs: z.array(inputSchema).min(1).max(2),
  mode: modeSchema.default('stream'),
  /** Name of a target or a ws:// or wss:// URL; the settings' target when absent. */
  target: z.string().min(1).optional(),
  /** Speech engine of the built-in backend, or of the mode `direct`; the settings' engine when absent. */
  engine: z.string().min(1).optional(),
  title: z.string().max(200).optional(),
  meetingId: meetingIdSchema.optional(),
  /** Stops by itself after so many seconds of audio. */
  durationSec: z.number().positive().max(86_400).optional(),
});
export type StartRequest = z.input<typeof startRequestSchema>;

const gapSchema = z.object({
  atSec: z.number(),
  lengthSec: z.number(),
  reason: z.string(),
});

export const trackSchema = z.object({
  source: sourceNameSchema,
  /** Relative to the data folder, with forward slashes. */
  path: z.string(),
  seconds: z.number(),
  samples: z.number().int(),
  gaps: z.array(gapSchema),
});
export type Track = z.infer<typeof trackSchema>;

export const transcriptLineSchema = z.object({
  /** Seconds from the start of the session. */
  startSec: z.number(),
  endSec: z.number(),
  text: z.string(),
  speaker: z.string(),
  /**
   * `estimated-time`: the target named no audio times. `final`, `timeout`: which answer of the target it was.
   * `meeting-update`: the words came without a result of their own; `other-client`: another client said them;
   * `read-back`: they never arrived, and the target had stored them.
   * `no-speech`, `repetition`, `low-confidence`, `known-phrase`, `marker`, `prompt-echo`: probably never said. `bad-times`: the
   * engine's times were put right. `other-language`: not the language that was asked for. `few-words`: hardly any words for so
   * much speech. `cut-off`: streamed by an engine, and nothing says that this is all of it.
   */
  flags: z.array(z.string()),
});
export type TranscriptLine = z.infer<typeof transcriptLineSchema>;

/** Chunks of a session by how far they came. `captured` = `silent` + `sent` + those never sent. */
export const chunkCountsSchema = z.object({
  captured: z.number().int(),
  silent: z.number().int(),
  sent: z.number().int(),
  /** A pong of the target proved that it was read. */
  delivered: z.number().int(),
  /** Sent to a target that proves nothing. */
  unconfirmed: z.number().int(),
  retried: z.number().int(),
  pending: z.number().int(),
});
export type ChunkCounts = z.infer<typeof chunkCountsSchema>;

export const byteCountsSchema = z.object({
  /** On the socket, below WebSocket compression. */
  out: z.number().int(),
  in: z.number().int(),
  /** What a plain client would have sent: every chunk as base64 JSON, no compression. */
  plainOut: z.number().int(),
});
export type ByteCounts = z.infer<typeof byteCountsSchema>;

export const sessionSummarySchema = z.object({
  sessionId: z.string(),
  meetingId: z.string(),
  title: z.string(),
  mode: modeSchema,
  /** Name of the target; `null` where nothing was sent anywhere. */
  target: z.string().nullable(),
  /** The speech engine of the mode `direct`. */
  engine: z.string().nullable(),
  state: sessionStateSchema,
  /** Why it is in that state, in plain words; `null` when all went well. */
  reason: z.string().nullable(),
  /** The same as codes, each part for itself; absent where an earlier version kept it. */
  reasons: z.array(sentenceSchema).optional(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  /** Length of the longest track. */
  seconds: z.number(),
  /** Chunks that a target has not got yet. */
  undelivered: z.number().int(),
  /** Somebody gave words for it, a target or an engine. */
  hasWords: z.boolean(),
  /** What people wrote about it. */
  notes: z.string(),
  tags: z.array(z.string()),
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

/** Everything about one session: what `record --json` and `sessions show --json` print. */
export const sessionReportSchema = sessionSummarySchema.extend({
  receipt: receiptSchema,
  /** Speech that a speech engine has given no words for, with the reason where one is known. */
  untranscribed: z
    .array(
      z.object({
        startSec: z.number(),
        endSec: z.number(),
        speaker: z.string(),
        reason: z.string().nullable(),
      }),
    )
    .default([]),
  tracks: z.array(trackSchema),
  chunks: chunkCountsSchema,
  bytes: byteCountsSchema,
  /** `lossless`: fewer bytes than a plain client's, and every sample of speech as it was recorded. */
  traffic: z.enum(['lean', 'lossless', 'plain']),
  transcript: z.array(transcriptLineSchema),
  /** The transcript as one text, without what was probably never said. */
  text: z.string(),
  /** What speech engines made of the session, in the order in which they were asked. */
  transcripts: z.array(transcriptSummarySchema),
  events: z.object({ total: z.number().int(), byType: z.record(z.string(), z.number().int()) }),
  findings: sessionFindingsSchema,
});
export type SessionReport = z.infer<typeof sessionReportSchema>;

export const exportFormats = ['txt', 'srt', 'vtt', 'md', 'json', 'wav'] as const;
export const exportFormatSchema = z.enum(exportFormats);
export type ExportFormat = z.infer<typeof exportFormatSchema>;
