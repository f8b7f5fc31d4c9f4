import { z } from 'zod';
import { directionSchema } from '../events/events.ts';

const bytesSchema = z.object({
  /** On the socket, below WebSocket compression. */
  out: z.number(),
  in: z.number(),
  /** What a plain client would have sent: every chunk as base64 JSON, no compression. */
  plainOut: z.number(),
});

/** Chunks that were sent again, and those that went to a target which proves nothing. */
const chunksSchema = z.object({ retried: z.number().int(), unconfirmed: z.number().int() });

export const networkSchema = z.object({
  /** Frames of the stretch of time by their type, the most bytes first. Bytes are before compression. */
  byType: z.array(
    z.object({ type: z.string(), direction: directionSchema, frames: z.number().int(), bytes: z.number() }),
  ),
  /** Sessions that began in it, the newest first. */
  sessions: z.array(
    z.object({
      sessionId: z.string(),
      title: z.string(),
      target: z.string().nullable(),
      bytes: bytesSchema,
      chunks: chunksSchema,
    }),
  ),
  /** The same, added up for each target. */
  targets: z.array(
    z.object({
      target: z.string(),
      sessions: z.number().int(),
      bytes: bytesSchema,
      chunks: chunksSchema,
    }),
  ),
  /** Ended connections without being asked to, the newest first. */
  endings: z.array(
    z.object({
      seq: z.number().int(),
      atMs: z.number(),
      target: z.string().nullable(),
      code: z.string(),
      sentence: z.string(),
    }),
  ),
});
export type Network = z.infer<typeof networkSchema>;
