import { z } from 'zod';
import { levelSchema } from './audio.ts';
import { byteCountsSchema, chunkCountsSchema, sessionSummarySchema } from './session.ts';

export const connectionPhases = [
  'idle',
  'connecting',
  'handshake',
  'streaming',
  'ending',
  'waiting',
  'stopped',
] as const;

/** The link to the target, in one word and in one sentence. */
export const connectionSchema = z.object({
  phase: z.enum(connectionPhases),
  sentence: z.string(),
});
export type ConnectionStatus = z.infer<typeof connectionSchema>;

export const verdictLevels = ['idle', 'good', 'warning', 'bad', 'unknown'] as const;

export const verdictSchema = z.object({
  level: z.enum(verdictLevels),
  /** What is so, why, and what to do next: three short sentences at most. */
  headline: z.string(),
  reason: z.string(),
  next: z.string().nullable(),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** Everything a UI shows about now. */
export const statusSchema = z.object({
  verdict: verdictSchema,
  session: sessionSummarySchema.nullable(),
  connection: connectionSchema,
  levels: z.array(levelSchema),
  chunks: chunkCountsSchema,
  bytes: byteCountsSchema,
  /** Seconds of audio that are safe on disk. */
  recordedSec: z.number(),
  transcriptLines: z.number().int(),
  storedEvents: z.number().int(),
  /** Set when writing events to disk fails; recording goes on. */
  storageProblem: z.string().nullable(),
});
export type Status = z.infer<typeof statusSchema>;
