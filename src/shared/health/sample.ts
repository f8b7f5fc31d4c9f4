import { z } from 'zod';

/** What was measured at one moment, by name: `process.main.rssBytes`, `net.outBytesPerSec`. */
export const sampleSchema = z.object({
  /** Wall clock, ms since 1970. */
  atMs: z.number(),
  /** The process that measured; figures of two of them are no line. */
  pid: z.number().int(),
  figures: z.record(z.string(), z.number()),
});
export type Sample = z.infer<typeof sampleSchema>;

/** Figures over time, a column each. `null` where there is none: a gap, not a zero. */
export const sampleColumnsSchema = z.object({
  atMs: z.array(z.number()),
  series: z.record(z.string(), z.array(z.number().nullable())),
});
export type SampleColumns = z.infer<typeof sampleColumnsSchema>;

/** Names that begin with one of `prefixes`. */
export const sampleQuerySchema = z.object({
  prefixes: z.array(z.string().min(1)).min(1).max(20),
  sinceMs: z.number(),
  untilMs: z.number().optional(),
  maxPoints: z.number().int().min(10).max(4_000).default(720),
});
export type SampleQuery = z.output<typeof sampleQuerySchema>;
