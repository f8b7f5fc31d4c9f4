import { z } from 'zod';
import { comparisonSchema } from '../events/compare-reports.ts';
import { causeSchema } from '../events/findings.ts';
import { sessionReportSchema } from '../session/session.ts';

/** Times real time; `max` is as fast as the socket takes it. */
export const replaySpeedSchema = z.union([z.number().positive().max(1000), z.literal('max')]);
export type ReplaySpeed = z.infer<typeof replaySpeedSchema>;

export const replayRequestSchema = z.object({
  /** A recording, an import, or a tap. */
  sessionId: z.string().min(1),
  /** Name of a target or a ws:// or wss:// URL; the settings' target when absent. */
  target: z.string().min(1).optional(),
  speed: replaySpeedSchema.default(1),
  /** Audio before is left out; what is no audio is sent at once. */
  fromSec: z.number().min(0).default(0),
});
export type ReplayRequest = z.output<typeof replayRequestSchema>;

/** What became of the frames that were sent again. */
const sentAgainSchema = z.object({
  frames: z.number().int(),
  connections: z.number().int(),
  /** Chunks whose audio was kept, and those that are silence of the same size, because it was not. */
  audioChunks: z.number().int(),
  silentChunks: z.number().int(),
  /** Frames that were not kept whole, and binary ones. */
  notSent: z.number().int(),
});

/** What `replay --json` prints. */
export const replayReportSchema = sessionReportSchema.extend({
  replayOf: z.string(),
  sentAgain: sentAgainSchema,
  comparison: comparisonSchema,
});
export type ReplayReport = z.infer<typeof replayReportSchema>;

const pairOf = <T extends z.ZodType>(side: T) => z.object({ a: side, b: side });

export const twinComparisonSchema = z.object({
  messages: pairOf(z.number()),
  bytes: pairOf(z.number()),
  results: pairOf(z.number()),
  resultsPerTranscription: pairOf(z.number()),
  /** Repeats by cause. */
  byCause: pairOf(z.partialRecord(causeSchema, z.number())),
  /** Words that only one side has, in the order in which they were said. */
  wordDifference: pairOf(z.number()),
  /** From a result's last audio to the result. */
  latencyMs: pairOf(
    z.object({
      count: z.number(),
      p50: z.number().nullable(),
      p95: z.number().nullable(),
      max: z.number().nullable(),
    }),
  ),
  byType: z.array(
    z.object({
      type: z.string(),
      direction: z.enum(['in', 'out']),
      messages: pairOf(z.number()),
      bytes: pairOf(z.number()),
    }),
  ),
  /** Words by the time of their audio, seconds; `null` where a side has none. */
  lines: z.array(z.object({ atSec: z.number(), a: z.string().nullable(), b: z.string().nullable() })),
  verdict: z.string(),
});
export type TwinComparison = z.infer<typeof twinComparisonSchema>;

/** What `twin --json` prints. */
export const twinReportSchema = z.object({
  a: sessionReportSchema,
  b: sessionReportSchema,
  comparison: twinComparisonSchema,
});
export type TwinReport = z.infer<typeof twinReportSchema>;
