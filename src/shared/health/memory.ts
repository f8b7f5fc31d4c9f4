import { z } from 'zod';
import { toldShape } from '../words/sentence-schema.ts';

/** What a series of memory figures says, with 99.9 % confidence. */
export const leakVerdictSchema = z.object({
  kind: z.enum(['growing', 'flat', 'shrinking', 'too-short']),
  /** Bytes an hour, and between which figures it lies; `null` when it cannot be told yet. */
  slope: z.object({ bytesPerHour: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Hours looked at, without the warm-up. */
  hours: z.number(),
  /** The same in a sentence for people. */
  ...toldShape,
});
export type LeakVerdict = z.infer<typeof leakVerdictSchema>;

export const memoryProcessSchema = z.object({
  /** The beginning of its figures' names: `process.main`. */
  series: z.string(),
  title: z.string(),
  /** The newest figures by name, without the beginning. */
  figures: z.record(z.string(), z.number()),
  leak: leakVerdictSchema,
});
export type MemoryProcess = z.infer<typeof memoryProcessSchema>;

export const memorySchema = z.object({
  atMs: z.number(),
  processes: z.array(memoryProcessSchema),
  /** Why something that could be expected here is not listed. */
  notes: z.array(z.string()),
});
export type Memory = z.infer<typeof memorySchema>;
