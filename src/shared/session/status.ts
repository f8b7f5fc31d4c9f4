import { z } from 'zod';
import { levelSchema } from '../sound/audio.ts';
import { actionSchema } from '../words/action-schema.ts';
import { sentenceSchema, toldShape } from '../words/sentence-schema.ts';
import { byteCountsSchema, chunkCountsSchema, sessionSummarySchema } from './session.ts';

const plainPhase = <P extends string>(phase: P) => z.object({ phase: z.literal(phase), ...toldShape });

/** The link to the target: where it is, and the same in one sentence for people. */
export const connectionSchema = z.discriminatedUnion('phase', [
  plainPhase('idle'),
  plainPhase('connecting'),
  plainPhase('handshake'),
  plainPhase('streaming'),
  /** No more audio will come; what is queued is being sent. */
  plainPhase('draining'),
  /** Everything is delivered; the target's last answer is awaited. */
  plainPhase('ending'),
  z.object({
    phase: z.literal('waiting'),
    ...toldShape,
    /** Counts the tries since the link was last healthy, from 1. */
    attempt: z.number().int(),
    /** When the next try begins; wall clock, ms since 1970. */
    untilMs: z.number(),
  }),
  z.object({
    phase: z.literal('stopped'),
    ...toldShape,
    /** What would let it go on. */
    action: actionSchema.nullable().optional(),
  }),
]);
export type ConnectionStatus = z.infer<typeof connectionSchema>;

/** How things stand, for the status line and each row of health. */
export const statusLevels = ['idle', 'good', 'warning', 'bad', 'unknown'] as const;

/** The sentence at the top of the page, its reason and what to do. */
export const statusLineSchema = z.object({
  /** `busy`: something is under way that ends by itself. */
  level: z.enum([...statusLevels, 'busy']),
  /** What is so, why, and what to do next: three short sentences at most. */
  headline: z.string(),
  reason: z.string(),
  next: z.string().nullable(),
  /** The same as codes, for who speaks another language; absent where a text of others is all there is. */
  said: z
    .object({
      headline: sentenceSchema,
      reason: z.array(sentenceSchema),
      next: sentenceSchema.nullable(),
    })
    .optional(),
  /** What `next` can be done by. */
  action: actionSchema.nullable().optional(),
});
export type StatusLine = z.infer<typeof statusLineSchema>;

/** Everything a UI shows about now. */
export const statusSchema = z.object({
  /** The status line, under the name that it has had from the first version on. */
  verdict: statusLineSchema,
  session: sessionSummarySchema.nullable(),
  connection: connectionSchema,
  levels: z.array(levelSchema),
  chunks: chunkCountsSchema,
  bytes: byteCountsSchema,
  /** Bytes that the sockets to the target were given and the system has not taken yet; `null` while none is open. */
  socketWaitingBytes: z.number().int().nullable().optional(),
  /** Seconds of audio that are on their way to the target: queued, or sent and not yet known to have been read. */
  queuedSec: z.number(),
  /** Seconds of audio that are safe on disk. */
  recordedSec: z.number(),
  transcriptLines: z.number().int(),
  storedEvents: z.number().int(),
  /** Set when writing events to disk fails; recording goes on. */
  storageProblem: z.string().nullable(),
});
export type Status = z.infer<typeof statusSchema>;

/** How things stand, without what is said of it in a line, which costs more than all the rest. */
export type Standing = Omit<Status, 'verdict'>;
