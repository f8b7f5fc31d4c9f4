import { z } from 'zod';
import { saidShape } from '../../words/sentence-schema.ts';

export const probeStatuses = ['ok', 'note', 'warn', 'fail', 'skip'] as const;

/** One thing that was tried at a target. */
export const probeStepSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(probeStatuses),
  /** What was found, for people; it holds no credential. */
  found: z.string(),
  ms: z.number().nullable(),
  /** What to do, or what it does not prove. */
  next: z.string().nullable(),
  /** Of title, found and next. */
  said: saidShape,
});
export type ProbeStep = z.infer<typeof probeStepSchema>;

/** How far the target's clock is from ours, ms: positive when it is ahead. */
export const clockSkewSchema = z.object({
  skewMs: z.number(),
  /** The truth lies within so much of it. */
  uncertaintyMs: z.number(),
  /** Minutes east of UTC of a server that names its local time without saying so; `null` where it names a zone. */
  zoneMinutes: z.number().nullable(),
});
export type ClockSkew = z.infer<typeof clockSkewSchema>;

export const probeReportSchema = z.object({
  target: z.string(),
  url: z.string(),
  probedAt: z.string(),
  /** A socket opened and a ScrumBot backend answered on it. */
  reachable: z.boolean(),
  /** Nothing failed. */
  ok: z.boolean(),
  steps: z.array(probeStepSchema),
  serverVersion: z.string().nullable(),
  rttMs: z.number().nullable(),
  clock: clockSkewSchema.nullable(),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;

/** A tunnel of an ngrok agent on this machine, and what it may be for. */
export const tunnelSchema = z.object({
  agentPort: z.number().int(),
  name: z.string(),
  publicUrl: z.string(),
  localAddress: z.string(),
  /** By the port behind it: the socket, REST, or neither of both. */
  service: z.enum(['socket', 'rest', 'other']),
  /** What a target would have. */
  wsUrl: z.string().nullable(),
  httpUrl: z.string().nullable(),
});
export type Tunnel = z.infer<typeof tunnelSchema>;

export const discoverySchema = z.object({
  /** Ports on which an agent was asked, and what came of it. */
  agents: z.array(
    z.object({ port: z.number().int(), found: z.string(), tunnels: z.number().int(), said: saidShape }),
  ),
  tunnels: z.array(tunnelSchema),
  /** Targets whose tunnel has another address now. */
  changed: z.array(
    z.object({ target: z.string(), field: z.enum(['wsUrl', 'httpUrl']), from: z.string(), to: z.string() }),
  ),
});
export type Discovery = z.infer<typeof discoverySchema>;
