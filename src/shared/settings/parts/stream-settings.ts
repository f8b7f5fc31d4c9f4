import { z } from 'zod';

/** How audio goes to a ScrumBot backend. */
export const streamSettingsSchema = z.object({
  /** Seconds of audio in one AUDIO_CHUNK. 1 s is what the reference clients and the 3 s server buffer suit. */
  chunkSec: z.number().min(0.1).max(3).default(1),
  /** Agrees on permessage-deflate where the target offers it. */
  compress: z.boolean().default(true),
  /** Leaves silence out of what is sent; speech keeps 300 ms before and after it. */
  leaveOutSilence: z.boolean().default(true),
  /**
   * How fast a backlog is sent, times real time. A real backend can lose audio in a burst; at 2 it does not.
   * The built-in backend takes any speed and is not held back.
   */
  replayRate: z.number().min(1).max(100).default(2),
  /** After the end of a meeting, how long no message may come before the wait is given up. */
  endSilenceMs: z.number().int().min(1_000).default(60_000),
  /** And how long the wait may last in all. */
  endDeadlineMs: z.number().int().min(1_000).default(600_000),
});
