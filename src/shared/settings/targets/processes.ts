import { z } from 'zod';
import { saidShape } from '../../words/sentence-schema.ts';

/** A process of a backend on this machine, with all that it started. */
export const serverProcessSchema = z.object({
  /** As the process manager calls it, else the program's name. */
  name: z.string(),
  /** `null` of one that does not run. */
  pid: z.number().int().nullable(),
  /** Who told of it: the process manager, or the port that it listens on. */
  from: z.enum(['pm2', 'port']),
  /** As PM2 says: `online`, `stopped`, `errored`, …; `online` of one that listens. */
  status: z.string(),
  /** Those of the target's ports that it, or what it started, listens on. */
  listens: z.array(z.number().int()),
  /** The port that its environment names, where PM2 tells. */
  configuredPort: z.number().int().nullable(),
  /** How many processes it is with all that it started. */
  processes: z.number().int(),
  memoryBytes: z.number().nullable(),
  /** Of one core, over a quarter of a second. */
  cpuPercent: z.number().nullable(),
  uptimeSec: z.number().nullable(),
  restarts: z.number().int().nullable(),
  /** The last lines of its error log, oldest first. */
  errorLines: z.array(z.string()),
});
export type ServerProcess = z.infer<typeof serverProcessSchema>;

/** Something that keeps a process from being where it belongs. */
export const portClashSchema = z.object({
  port: z.number().int(),
  names: z.array(z.string()),
  found: z.string(),
  next: z.string(),
  /** Of found and next. */
  said: saidShape,
});
export type PortClash = z.infer<typeof portClashSchema>;

export const processReportSchema = z.object({
  target: z.string(),
  /** Of the socket, and of REST where that is known; only those on this machine. */
  ports: z.array(z.object({ port: z.number().int(), service: z.enum(['socket', 'rest']) })),
  /** What the process manager said of itself; why nothing was asked of it when it is not there. */
  manager: z.string(),
  processes: z.array(serverProcessSchema),
  clashes: z.array(portClashSchema),
  /** A socket has a listener, and nothing clashes. */
  ok: z.boolean(),
  summary: z.string(),
  /** Of manager and summary. */
  said: saidShape,
});
export type ProcessReport = z.infer<typeof processReportSchema>;

/** What a server's log says it sent, against what we saw. */
export const logComparisonSchema = z.object({
  lines: z.number().int(),
  messages: z.array(z.object({ type: z.string(), said: z.number().int(), seen: z.number().int() })),
});
export type LogComparison = z.infer<typeof logComparisonSchema>;

/** A log that is followed into the event store, or was. */
export const followedLogSchema = logComparisonSchema.extend({
  target: z.string(),
  startedAt: z.string(),
  isFollowing: z.boolean(),
  /** The newest line; `null` before the first. */
  lastLine: z.string().nullable(),
  /** Why it ended by itself. */
  problem: z.string().nullable(),
});
export type FollowedLog = z.infer<typeof followedLogSchema>;
