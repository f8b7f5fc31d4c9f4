import { z } from 'zod';
import type { Sentence } from '../words/words.ts';
import { actionSchema } from '../words/action-schema.ts';
import type { Action } from '../words/actions.ts';
import { secretStateSchema } from './secrets.ts';

/** A speech engine of the mode `direct`, here and now. */
export const engineStatusSchema = z.object({
  name: z.string(),
  title: z.string(),
  state: z.enum(['ready', 'needs-key', 'needs-setup', 'not-installed']),
  /** What it is, or what it lacks and how to get that. */
  sentence: z.string(),
  /** What the sentence advises, where a click or a command does it. */
  action: actionSchema.nullable().optional(),
  /** The key that it takes; `null` where it takes none. */
  key: z.object({ name: z.string(), state: secretStateSchema }).nullable(),
  /** Why it takes nothing now, and until when (wall clock, ms since 1970); `null` where somebody has to act first. */
  hold: z.object({ reason: z.string(), untilMs: z.number().nullable() }).nullable(),
  inFlight: z.number().int(),
  /** What it still takes; `null` where nobody knows. */
  left: z.object({
    audioSecThisHour: z.number().nullable(),
    requestsThisMinute: z.number().nullable(),
    requestsTold: z.number().nullable(),
  }),
});
export type EngineStatus = z.infer<typeof engineStatusSchema>;

/** What one short request to an engine showed. */
export type EngineCheck = {
  engine: string;
  works: boolean;
  /** What it showed, in words and as a code. */
  sentence: string;
  said: Sentence;
  /** What the sentence advises, where a click or a command does it. */
  action: Action | null;
  tookMs: number;
};
