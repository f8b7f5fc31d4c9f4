import { z } from 'zod';
import { causeSchema } from './causes.ts';
import { directionSchema } from './events.ts';
import { isByDesign, usualRules } from './finding-rules.ts';
import { saidShape } from '../words/sentence-schema.ts';

export { causeSchema, type Cause } from './causes.ts';

/** What the reference monitor counts. */
export const monitorCountsSchema = z.object({
  total: z.number().int(),
  duplicates: z.number().int(),
  deprecated: z.number().int(),
  validationErrors: z.number().int(),
});
export type MonitorCounts = z.infer<typeof monitorCountsSchema>;

/** One group of events that say the same, and why. */
export const findingSchema = z.object({
  cause: causeSchema,
  /** Message type by its name of today. */
  type: z.string(),
  sessionId: z.string().nullable(),
  target: z.string().nullable(),
  /** `seq` of the events, the original first; at most {@link mostEventIds}. */
  eventIds: z.array(z.number().int()),
  /** Events in the group, listed or not. */
  events: z.number().int(),
  /** How many of them were one too many. */
  repeats: z.number().int(),
  /** Wall clock of the first, ms since 1970. */
  atMs: z.number(),
  bytesWasted: z.number().int(),
  /** 0 to 1: how sure the cause is. */
  confidence: z.number(),
  evidence: z.string(),
  /** What would confirm it. */
  confirm: z.string(),
  /** Of evidence and confirm. */
  said: saidShape,
});
export type Finding = z.infer<typeof findingSchema>;

export const causeTotalSchema = z.object({
  cause: causeSchema,
  findings: z.number().int(),
  repeats: z.number().int(),
  bytesWasted: z.number().int(),
});
export type CauseTotal = z.infer<typeof causeTotalSchema>;

/** A rule that messages of one type break, all of them together. */
export const violationSchema = z.object({
  type: z.string(),
  /** Where in the message, such as `data.confidence`. */
  path: z.string(),
  expected: z.string(),
  found: z.string(),
  events: z.number().int(),
  /** A real backend breaks this rule with every such message; only what is not constant is news. */
  isConstant: z.boolean(),
  sampleId: z.number().int(),
  firstMs: z.number(),
  lastMs: z.number(),
});
export type Violation = z.infer<typeof violationSchema>;

/** Use of one old name at one target. */
export const deprecatedUseSchema = z.object({
  name: z.string(),
  replacement: z.string(),
  target: z.string().nullable(),
  /** As HANDSHAKE_ACK says. */
  serverVersion: z.string().nullable(),
  events: z.number().int(),
  /** Of all messages of this meaning, 0 to 1. */
  share: z.number(),
  firstMs: z.number(),
  lastMs: z.number(),
  firstId: z.number().int(),
  lastId: z.number().int(),
  /** Sessions with this target since the last one that used the name. */
  sessionsSince: z.number().int(),
  isSafeToRemove: z.boolean(),
});
export type DeprecatedUse = z.infer<typeof deprecatedUseSchema>;

/** A message type whose shape changed. */
export const driftSchema = z.object({
  type: z.string(),
  path: z.string(),
  change: z.enum(['appeared', 'vanished', 'type-changed']),
  was: z.string(),
  is: z.string(),
  /** Messages seen before the change. */
  samples: z.number().int(),
  eventId: z.number().int(),
  atMs: z.number(),
});
export type Drift = z.infer<typeof driftSchema>;

export const recommendationSchema = z.object({
  text: z.string(),
  /** What it rests on, in plain words. */
  why: z.string(),
  /** Of both. */
  said: saidShape,
  eventIds: z.array(z.number().int()),
});
export type Recommendation = z.infer<typeof recommendationSchema>;

export const trafficSchema = z.object({
  type: z.string(),
  direction: directionSchema,
  messages: z.number().int(),
  /** Text of the frames, before compression. */
  bytes: z.number().int(),
});
export type Traffic = z.infer<typeof trafficSchema>;

/** What to analyse: all of these together. */
export const rangeSchema = z.object({
  sessionId: z.string().optional(),
  target: z.string().optional(),
  /** Wall clock, ms since 1970. */
  sinceMs: z.number().optional(),
  untilMs: z.number().optional(),
});
export type AnalysisRange = z.infer<typeof rangeSchema>;

export const rulesSchema = z.object({
  /** How long the same content counts as a repeat. */
  windowSec: z.number().positive().max(3600).default(usualRules.windowSec),
  /** Keys of the data that do not make a difference. */
  ignore: z.array(z.string()).default([...usualRules.ignore]),
  /** Whether the reference's verdict asks for the same source. */
  sameSource: z.boolean().default(usualRules.sameSource),
});
export type AnalysisRules = z.infer<typeof rulesSchema>;

export const analysisReportSchema = z.object({
  rules: rulesSchema,
  /** Frames that were looked at, and when the first and the last was recorded. */
  events: z.number().int(),
  sessions: z.number().int(),
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  /** What the reference monitor counts. */
  monitor: monitorCountsSchema.omit({ total: true }),
  /** Events of a second import of the same, which count for nothing. */
  copies: z.number().int(),
  /** Results under any name, and how many transcriptions they tell: one each, unless the target repeats itself. */
  results: z.object({
    messages: z.number().int(),
    bytes: z.number().int(),
    transcriptions: z.number().int(),
  }),
  /** Events too many, by a cause that makes duplicates; our own retries are not among them. */
  duplicates: z.number().int(),
  bytesWasted: z.number().int(),
  byCause: z.array(causeTotalSchema),
  findings: z.array(findingSchema),
  violations: z.array(violationSchema),
  deprecated: z.array(deprecatedUseSchema),
  drift: z.array(driftSchema),
  recommendations: z.array(recommendationSchema),
  traffic: z.array(trafficSchema),
});
export type AnalysisReport = z.infer<typeof analysisReportSchema>;

/** What a session's report tells of its analysis. */
export const sessionFindingsSchema = z.object({
  duplicates: z.number().int(),
  deprecated: z.number().int(),
  validationErrors: z.number().int(),
  /** Repeats by cause; what is by design is left out. */
  byCause: z.partialRecord(causeSchema, z.number().int()),
});
export type SessionFindings = z.infer<typeof sessionFindingsSchema>;

export function sessionFindingsOf(report: AnalysisReport): SessionFindings {
  const faults = report.byCause.filter(({ cause }) => !isByDesign(cause));
  return {
    duplicates: report.duplicates,
    deprecated: report.monitor.deprecated,
    validationErrors: report.monitor.validationErrors,
    byCause: Object.fromEntries(faults.map(({ cause, repeats }) => [cause, repeats])),
  };
}
