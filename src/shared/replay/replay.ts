import { z } from 'zod';
import { comparisonSchema } from '../events/compare-reports.ts';
import { causeSchema } from '../events/findings.ts';
import { inputSchema, sessionReportSchema } from '../session/session.ts';

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
  /** Whose kept audio the frames take, where it is not the session's own. */
  audioSessionId: z.string().min(1).optional(),
});
export type ReplayRequest = z.output<typeof replayRequestSchema>;

/** What a page asks for: the session may be one of a bundle that it has opened. */
export const replayStartSchema = replayRequestSchema.extend({ bundle: z.string().min(1).optional() });
export type ReplayStart = z.output<typeof replayStartSchema>;

/** What became of the frames that were sent again. */
const sentAgainSchema = z.object({
  frames: z.number().int(),
  connections: z.number().int(),
  /** Chunks whose audio was kept, and those that are silence of the same size, because it was not. */
  audioChunks: z.number().int(),
  silentChunks: z.number().int(),
  /** Frames that were not kept whole, and binary ones. */
  notSent: z.number().int(),
  /** What could not be sent as it was, in sentences. */
  notes: z.array(z.string()),
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

export const twinRequestSchema = z.object({
  /** What is heard: inputs that are recorded first, or the kept audio of a session. */
  input: z.union([z.array(inputSchema).min(1).max(2), z.object({ sessionId: z.string().min(1) })]),
  /** Names of targets, or ws:// or wss:// URLs. */
  a: z.string().min(1),
  b: z.string().min(1),
  speed: replaySpeedSchema.default(1),
  /** So many seconds of the input. */
  durationSec: z.number().min(0.1).max(86_400).optional(),
});
export type TwinRequest = z.output<typeof twinRequestSchema>;

/** A session that is being played to a target. */
export const playedSideSchema = z.object({
  sessionId: z.string(),
  target: z.string(),
  /** Frames that went, of how many. */
  sent: z.number().int(),
  total: z.number().int(),
  /** The latest words that came back, oldest first. */
  lines: z.array(z.string()),
});
export type PlayedSide = z.infer<typeof playedSideSchema>;

/** What is played now, or what the last one came to. */
export const playingSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('idle') }),
  /** Without a side, live sound is still being recorded. */
  z.object({
    phase: z.literal('playing'),
    what: z.enum(['replay', 'twin']),
    sides: z.array(playedSideSchema),
  }),
  z.object({ phase: z.literal('replayed'), report: replayReportSchema }),
  z.object({ phase: z.literal('twinned'), report: twinReportSchema }),
  z.object({
    phase: z.literal('failed'),
    what: z.enum(['replay', 'twin']),
    message: z.string(),
    sides: z.array(playedSideSchema),
  }),
]);
export type Playing = z.infer<typeof playingSchema>;
