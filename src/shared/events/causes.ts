import { z } from 'zod';

/** Why the same thing was there more than once, most certain first. */
export const causes = [
  'old-new-pair',
  'double-send',
  'answered-twice',
  'id-reused',
  'replay',
  'double-socket',
  'double-listener',
  'client-retry',
  'echo',
  'near-duplicate',
  'unexplained',
  'expected-twin',
] as const;
export const causeSchema = z.enum(causes);
export type Cause = z.infer<typeof causeSchema>;

/** What the reference monitor can hold against a frame. */
export const verdicts = ['duplicate', 'deprecated', 'invalid'] as const;
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
