import { z } from 'zod';

const recordedSources = ['system', 'microphone', 'both'] as const;
/** What the tray's Record records. */
export const recordChoiceSchema = z.object({
  source: z.enum(recordedSources).default('system'),
  mode: z.enum(['stream', 'direct', 'capture-only']).default('stream'),
});
export type RecordChoice = z.infer<typeof recordChoiceSchema>;
