import { z } from 'zod';
import { sessionFindingsSchema } from '../events/findings.ts';

const pairSchema = z.object({ in: z.number().int(), out: z.number().int() });

/** A running tap. `in` is what came from the target, `out` what clients sent. */
export const tapStatusSchema = z.object({
  /** Its events are of this session. */
  sessionId: z.string(),
  port: z.number().int(),
  /** Where clients connect to. */
  addresses: z.array(z.string()),
  target: z.string(),
  /** Clients that were let in, and those that are connected now. */
  connections: z.number().int(),
  open: z.number().int(),
  /** Clients that were not let in, and why the last one was not. */
  refused: z.number().int(),
  lastRefusal: z.string().nullable(),
  /** Of the last one, when it is a site or an extension that could be let in. */
  refusedOrigin: z.string().nullable(),
  /** What was let in beside the meetings' pages and this machine's. */
  allowedOrigins: z.array(z.string()),
  /** What goes wrong on the way, as it is written; empty for nothing. */
  faults: z.string(),
  /** Why the target cannot be reached, until it is again. */
  problem: z.string().nullable(),
  frames: pairSchema,
  /** Messages that went through without a record, because more came than could be recorded. */
  unrecorded: z.number().int(),
  /** Of messages as text or bytes, before framing and compression. */
  bytes: pairSchema,
});
export type TapStatus = z.infer<typeof tapStatusSchema>;

export const tapRequestSchema = z.object({
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65_535),
  /** Name of a target or a ws:// or wss:// URL; the settings' target when absent. */
  target: z.string().min(1).optional(),
  /** Origins of pages that may use it and extensions (chrome-extension://ID) that may use it beside the meetings' and this machine's. */
  allowOrigins: z.array(z.string().min(1).max(300)).max(50).default([]),
  /** Such as `drop=0.1,delay=200`. */
  faults: z.string().max(500).default(''),
  /** Keeps what clients send as audio, as sessions that can be played. */
  recordAudio: z.boolean().default(false),
});
export type TapRequest = z.output<typeof tapRequestSchema>;

/** What `tap --json` prints at its end. */
export const tapReportSchema = z.object({
  connections: z.number().int(),
  refused: z.number().int(),
  frames: pairSchema,
  unrecorded: z.number().int(),
  bytes: pairSchema,
  /** The tap's own, then those with the audio of its clients. */
  sessionIds: z.array(z.string()),
  findings: sessionFindingsSchema,
});
export type TapReport = z.infer<typeof tapReportSchema>;
