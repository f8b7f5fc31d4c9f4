import { z } from 'zod';

/** A sound or video file that a page sent to be transcribed, from its first bytes until somebody has seen how it ended. */
export const sentFileSchema = z.object({
  id: z.string(),
  name: z.string(),
  bytes: z.number().int(),
  arrivedBytes: z.number().int(),
  state: z.enum(['arriving', 'waiting', 'transcribing', 'done', 'failed']),
  /** The session that it became. */
  sessionId: z.string().nullable(),
  /** What it waits for, or why it failed and what to do. */
  sentence: z.string().nullable(),
});
export type SentFile = z.infer<typeof sentFileSchema>;
