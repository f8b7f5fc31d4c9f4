import { z } from 'zod';

/** What is counted for alerts, as increments: of one batch of events that was committed at `atMs` (wall clock). */
export type AlertCounts = {
  atMs: number;
  duplicates: number;
  validationErrors: number;
  deprecated: number;
};

/** The testing guide's three, a database that was found damaged, and a scheduled verification that turned red. */
export const alertRules = [
  'duplicates',
  'validation-errors',
  'deprecated',
  'database',
  'verification',
] as const;
/** Those that are told of as they are, without a threshold. */
export type ToldRule = Extract<AlertRule, 'database' | 'verification'>;
export type AlertRule = (typeof alertRules)[number];

const threshold = (normal: number) => z.number().int().min(0).max(1_000_000).default(normal);

/** An alert is raised when more than a threshold is counted within the period. The guide's thresholds are given. */
export const alertSettingsSchema = z.object({
  enabled: z.boolean().default(true),
  moreDuplicatesThan: threshold(0),
  moreValidationErrorsThan: threshold(0),
  moreDeprecatedThan: threshold(10),
  /** How far back is counted, seconds. The guide says "the last period"; five minutes is ours. */
  periodSec: z.number().min(1).max(86_400).default(300),
  /** How long the same alert is not raised again, seconds. */
  coolDownSec: z.number().min(0).max(86_400).default(900),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

/** One alert. While nobody has acknowledged it, being raised again adds to it instead of making another. */
export const alertSchema = z.object({
  id: z.number().int(),
  rule: z.enum(alertRules),
  /** Wall clock, ms since 1970: when it was raised first and last. */
  raisedMs: z.number(),
  lastRaisedMs: z.number(),
  timesRaised: z.number().int(),
  /** What was counted when it was raised last, and what was allowed. */
  count: z.number().int(),
  threshold: z.number().int(),
  /** What happened and what to do, in plain words. */
  sentence: z.string(),
  acknowledgedMs: z.number().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;
