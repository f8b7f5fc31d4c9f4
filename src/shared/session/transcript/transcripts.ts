import { z } from 'zod';

/** What one speech engine made of a session, and what it took. */
export const transcriptSummarySchema = z.object({
  id: z.number().int(),
  engine: z.string(),
  createdAt: z.string(),
  /** Requests to the engine: all, those with words, those set aside, and those still to be done. */
  segments: z.number().int(),
  done: z.number().int(),
  parked: z.number().int(),
  waiting: z.number().int(),
  /** Every segment is known; false while the session runs, or where it was cut off. */
  isCut: z.boolean(),
  /** Seconds that were found to be speech, seconds that the engine billed, and their price in US dollars. */
  speechSec: z.number(),
  billedSec: z.number(),
  costUsd: z.number(),
  /** Requests that were sent again because nobody knows what became of them; they may be billed twice. */
  answersLost: z.number().int(),
  /** Why some of it waits or is set aside, in plain words. */
  reason: z.string().nullable(),
});
export type TranscriptSummary = z.infer<typeof transcriptSummarySchema>;

/** A kept session that is being transcribed. */
export const transcriptionProgressSchema = z.object({
  /** Segments that were done with since it began. */
  segments: z.number().int(),
  /** What it does now, or waits for, in plain words. */
  sentence: z.string(),
});
export type TranscriptionProgress = z.infer<typeof transcriptionProgressSchema>;

/** One line of some session that has all the words that were looked for. */
export const searchHitSchema = z.object({
  sessionId: z.string(),
  title: z.string(),
  startedAt: z.string(),
  /** `null` for the words of a target. */
  transcriptId: z.number().int().nullable(),
  /** The speech engine or the target whose words they are. */
  engine: z.string().nullable(),
  startSec: z.number(),
  endSec: z.number(),
  text: z.string(),
  speaker: z.string(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;
