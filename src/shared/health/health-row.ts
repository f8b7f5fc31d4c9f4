import { z } from 'zod';
import { statusLevels } from '../session/status.ts';
import { saidShape, sentenceSchema } from '../words/sentence-schema.ts';

/** What support looks at, in the order in which it is shown. */
export const healthRowIds = [
  'target',
  'system',
  'microphone',
  'recording',
  'queue',
  'sockets',
  'processing',
  'errors',
  'results',
  'store',
  'engine',
  'disk',
  'network',
  'process',
] as const;
export type HealthRowId = (typeof healthRowIds)[number];

/** One line of the health page: what is so, by which limit, since when, by what evidence, and what to do. */
export const healthRowSchema = z.object({
  id: z.enum(healthRowIds),
  title: z.string(),
  /** `unknown` where there is no evidence; `idle` where nothing is to be expected and nothing is wrong. */
  level: z.enum(statusLevels),
  /** The figures, or why there are none. */
  value: z.string(),
  /** What they are held against; `null` where there is no number to hold. */
  limit: z.string().nullable(),
  /** Since when it has this level; wall clock, ms since 1970. */
  sinceMs: z.number().nullable(),
  /** `seq` of the events that say so, the newest last. */
  eventIds: z.array(z.number().int()),
  next: z.string().nullable(),
  /** Of title, value, limit and next. */
  said: saidShape,
  /** The same for the status line, without figures that only engineers read. */
  brief: z.object({ headline: sentenceSchema, reason: sentenceSchema }).optional(),
  /** Only expected rows count for the status line. */
  isExpected: z.boolean(),
});
export type HealthRow = z.infer<typeof healthRowSchema>;

export const healthSchema = z.object({
  /** When it was looked at; wall clock, ms since 1970. */
  atMs: z.number(),
  rows: z.array(healthRowSchema),
});
export type Health = z.infer<typeof healthSchema>;

/** A row had this level from one time to another. Between two of them nobody looked. */
export const healthSpanSchema = z.object({
  id: z.enum(healthRowIds),
  level: z.enum(statusLevels),
  value: z.string(),
  fromMs: z.number(),
  untilMs: z.number(),
});
export type HealthSpan = z.infer<typeof healthSpanSchema>;

// Unknown outranks good: nothing is green because nobody looked.
const severity: Readonly<Record<HealthRow['level'], number>> = {
  idle: 0,
  good: 1,
  unknown: 2,
  warning: 3,
  bad: 4,
};

/** The expected row that is worst, the first one of several; `null` when nothing is expected. */
export function worstRow(rows: readonly HealthRow[]): HealthRow | null {
  const expected = rows.filter(({ isExpected }) => isExpected);
  return expected.reduce<HealthRow | null>(
    (worst, row) => (worst === null || severity[row.level] > severity[worst.level] ? row : worst),
    null,
  );
}

/** What needs somebody first, the worst at the top; what is not needed now last; else in the order of their ids. */
export function inReadingOrder(rows: readonly HealthRow[]): readonly HealthRow[] {
  return rows.toSorted((one, other) => urgency(other) - urgency(one));
}

function urgency({ isExpected, level }: HealthRow): number {
  if (!isExpected) return 0;
  return level === 'bad' || level === 'warning' ? severity[level] : 1;
}
