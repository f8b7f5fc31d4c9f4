import { z } from 'zod';
import { causes, verdicts } from './event-names.ts';

export const causeSchema = z.enum(causes);
export type Cause = z.infer<typeof causeSchema>;

export const verdictSchema = z.enum(verdicts);
export type Verdict = z.infer<typeof verdictSchema>;

/** What is said of one event: the reference's verdict, and the causes of which it is evidence. */
export const eventMarksSchema = z.object({
  seq: z.number().int(),
  verdicts: z.array(verdictSchema),
  causes: z.array(causeSchema),
});
export type EventMarks = z.infer<typeof eventMarksSchema>;

/** Events up to `markedSeq` have their marks, of those from `firstSeq` to `lastSeq` that are stored. */
export const markProgressSchema = z.object({
  markedSeq: z.number().int(),
  firstSeq: z.number().int(),
  lastSeq: z.number().int(),
});
export type MarkProgress = z.infer<typeof markProgressSchema>;
