import { z } from 'zod';
import { connectionSchema } from './status.ts';

/** A kept session that is being sent now: how far it is, and what its link does or waits for. */
export const sendingSchema = z.object({
  sessionId: z.string(),
  title: z.string(),
  target: z.string(),
  /** Chunks that the target has got, or was sent without proof, of those that are to be sent. */
  delivered: z.number().int(),
  due: z.number().int(),
  connection: connectionSchema,
});
export type Sending = z.infer<typeof sendingSchema>;
