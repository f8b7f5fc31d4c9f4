import { z } from 'zod';
import { actionSchema } from '../words/action-schema.ts';
import { saidShape } from '../words/sentence-schema.ts';
import { givenScenarioSchema, mostScenarios } from './scenario.ts';

/**
 * The sessions of a run begin so in the event store. They provoke on purpose what elsewhere somebody would have to act on,
 * so they raise no alerts.
 */
export const verificationSessionPrefix = 'verify-';

/** What a run of the suite consists of, in this order. */
export const phaseIds = [
  'environment',
  'health',
  'handshake',
  'monitoring',
  'end-to-end',
  'duplicates',
  'reconnect',
  'stress',
  'bad-input',
  'traffic',
  'memory',
  'soak',
] as const;
export const phaseIdSchema = z.enum(phaseIds);
export type PhaseId = z.infer<typeof phaseIdSchema>;

/** What a run can be made of: phases of the suite, or scenario files. */
const partIdSchema = z.enum([...phaseIds, 'scenario']);
export type PartId = z.infer<typeof partIdSchema>;

/** They load a target or leave something behind at it, so that people who work with it could notice. */
export const disruptivePhases: readonly PhaseId[] = ['stress', 'bad-input', 'memory', 'soak'];

/** `inconclusive`: there was no evidence. It is never counted as passed. */
export const checkStatuses = ['pass', 'fail', 'skip', 'inconclusive'] as const;
export const checkStatusSchema = z.enum(checkStatuses);
export type CheckStatus = z.infer<typeof checkStatusSchema>;

const figureSchema = z.union([z.number(), z.string()]).nullable();

/** One thing that a phase looked at. */
export const verificationCheckSchema = z.object({
  id: z.string(),
  title: z.string(),
  status: checkStatusSchema,
  value: figureSchema,
  /** Of value and limit: `ms`, `%`, `MB`; empty for a count. */
  unit: z.string(),
  /** What the value may be; `null` where nothing is judged by it. */
  limit: figureSchema,
  /** `seq` of the recorded events that show it. */
  evidence: z.array(z.number().int()),
  /** What was seen, in one sentence. */
  found: z.string(),
  /** What to do, or what it does not prove. */
  next: z.string().nullable(),
  /** Of title, found and next; absent in runs of earlier versions. */
  said: saidShape,
  /** What `next` can be done by. */
  action: actionSchema.nullable().optional(),
});
export type VerificationCheck = z.infer<typeof verificationCheckSchema>;

export const verificationPhaseSchema = z.object({
  id: partIdSchema,
  title: z.string(),
  /** Of a scenario. */
  file: z.string().optional(),
  status: checkStatusSchema,
  durationSec: z.number(),
  checks: z.array(verificationCheckSchema),
  /** The sessions under which its events are stored. */
  sessionIds: z.array(z.string()),
});
export type VerificationPhase = z.infer<typeof verificationPhaseSchema>;

/** Messages of one type in one direction. */
export const messageTrafficSchema = z.object({
  type: z.string(),
  direction: z.enum(['in', 'out']),
  messages: z.number().int(),
  bytes: z.number().int(),
});

/** Figures by which runs are compared; `null` where a run did not measure them. */
export const verificationFiguresSchema = z.object({
  handshakeP50Ms: z.number().nullable(),
  firstResultMs: z.number().nullable(),
  stressP95Ms: z.number().nullable(),
  resultsPerTranscription: z.number().nullable(),
  bytesInPerMinute: z.number().nullable(),
  bytesOutPerMinute: z.number().nullable(),
  messagesInPerMinute: z.number().nullable(),
  serverGrowthMbPerConnection: z.number().nullable(),
  /** By type, of the meeting that traffic was measured in. */
  traffic: z.array(messageTrafficSchema),
});
export type VerificationFigures = z.infer<typeof verificationFiguresSchema>;

/** Longest soak: a day. */
export const mostSoakMin = 1_440;
export const usualSoakMin = 30;
/** Of the stress, as the testing guide has it. */
export const usualStress = { connections: 5, chunks: 10 } as const;
export const mostConnections = 200;
// Ten minutes of speech a meeting.
export const mostChunks = 600;
/** A server answers whole buffers of so many chunks: fewer get no words. */
export const bufferChunks = 3;

export const verificationRequestSchema = z.object({
  /** Name or address; the target that Record uses when absent. */
  target: z.string().min(1).optional(),
  /** All but the soak when absent. */
  phases: z.array(phaseIdSchema).min(1).optional(),
  /** These instead of the suite. */
  scenarios: z.array(givenScenarioSchema).min(1).max(mostScenarios).optional(),
  /** Ends within 90 seconds, whatever the target does. */
  quick: z.boolean().default(false),
  soakMin: z.number().positive().max(mostSoakMin).optional(),
  /** Of the stress: so many meetings at once. */
  connections: z.number().int().min(1).max(mostConnections).optional(),
  /** Of the stress: so many chunks of a second each, in each meeting. */
  chunks: z.number().int().min(bufferChunks).max(mostChunks).optional(),
  /** Whether it may disturb a target that people work with. */
  allowDisruptive: z.boolean().default(false),
});
export type VerificationRequest = z.output<typeof verificationRequestSchema>;

/** What was asked of a run beside its target and whether it is quick. */
const askedSchema = verificationRequestSchema.omit({ target: true, scenarios: true, quick: true });

/** How far a soak has come: enough to go on with it in another process. */
const soakSoFarSchema = z.object({
  /** Seconds of speech that were sent. */
  sentSec: z.number().int().nonnegative(),
  meetingId: z.string(),
  /** Its sessions, one for each start of the app, and at which second of speech each began. */
  parts: z.array(z.object({ sessionId: z.string(), fromSec: z.number() })),
  results: z.number().int(),
  longestSilenceSec: z.number(),
  /** Of the server, MB by minutes of speech. */
  memory: z.array(z.object({ x: z.number(), y: z.number() })),
});
export type SoakSoFar = z.infer<typeof soakSoFarSchema>;

/** What is left of a run with a soak, so that the next start of the app goes on with it. */
const unfinishedSchema = z.object({
  request: verificationRequestSchema,
  /** It was begun in an app that stays, whose next start goes on with it unasked. */
  goesOnByItself: z.boolean(),
  /** It was paused when whatever ran it was gone, and stays so. */
  wasPaused: z.boolean().optional(),
  /** The phases that are over. */
  done: z.array(phaseIdSchema),
  /** So often it was begun or gone on with. */
  starts: z.number().int(),
  soak: soakSoFarSchema.nullable(),
});

/** How a run ended: `unreachable` when no ScrumBot backend answered. */
const runStateSchema = z.enum(['running', 'paused', 'done', 'unreachable', 'cancelled', 'interrupted']);

/** One run of the suite against a target. */
export const verificationRunSchema = z.object({
  runId: z.string(),
  target: z.string(),
  /** Without a query; `null` for the built-in backend. */
  url: z.string().nullable(),
  serverVersion: z.string().nullable(),
  state: runStateSchema,
  startedAt: z.string(),
  durationSec: z.number(),
  quick: z.boolean(),
  /** Absent in runs of older versions. */
  asked: askedSchema.optional(),
  /** Nothing failed, nothing was without evidence, and something was proved. */
  passed: z.boolean(),
  /** In one sentence. */
  summary: z.string(),
  /** The summary as a code. */
  said: saidShape,
  phases: z.array(verificationPhaseSchema),
  figures: verificationFiguresSchema,
  /** Of this program. */
  version: z.string(),
  /** Of a run with a soak that did not come to its end. */
  unfinished: unfinishedSchema.optional(),
});
export type VerificationRun = z.infer<typeof verificationRunSchema>;

/** What a list shows of a run. */
export const runSummarySchema = verificationRunSchema
  .omit({ phases: true, version: true, unfinished: true, asked: true })
  .extend({
    failed: z.array(z.string()),
    inconclusive: z.array(z.string()),
    /** It is over before its soak was, and can be gone on with. */
    resumable: z.boolean(),
  });
export type RunSummary = z.infer<typeof runSummarySchema>;

/** How far the run is that goes on now, or what the last one came to; `null` before the first. */
export const verificationProgressSchema = z.object({
  run: verificationRunSchema,
  /** What it is at, and what that is doing. */
  phase: partIdSchema.nullable(),
  doing: z.string(),
  /** 0 to 1, roughly. */
  share: z.number(),
  /** Of the scenario that goes on: what its steps came to so far. */
  steps: z.array(verificationCheckSchema).optional(),
});
export type VerificationProgress = z.infer<typeof verificationProgressSchema>;

/** One figure of two runs. */
export const figureComparisonSchema = z.object({
  id: z.string(),
  title: z.string(),
  unit: z.string(),
  a: z.number().nullable(),
  b: z.number().nullable(),
  /** Of `b` against `a`, in percent; `null` where one of both is missing or `a` is nought. */
  changePercent: z.number().nullable(),
});

export const runComparisonSchema = z.object({
  a: runSummarySchema,
  b: runSummarySchema,
  figures: z.array(figureComparisonSchema),
  /** Checks whose result differs. */
  changes: z.array(
    z.object({ check: z.string(), title: z.string(), a: z.string().nullable(), b: z.string().nullable() }),
  ),
  /** The bar of the testing guide: result messages of `b` take at most half of those of `a`. */
  halved: z.object({ status: checkStatusSchema, found: z.string(), said: saidShape }),
});
export type RunComparison = z.infer<typeof runComparisonSchema>;

export const documentFormats = ['markdown', 'html', 'junit', 'github', 'json', 'badge'] as const;
export const documentFormatSchema = z.enum(documentFormats);
export type DocumentFormat = z.infer<typeof documentFormatSchema>;

/** A phase is as bad as its worst check; one whose checks were all left out was left out. */
export function statusOfChecks(checks: readonly Pick<VerificationCheck, 'status'>[]): CheckStatus {
  const has = (status: CheckStatus): boolean => checks.some((check) => check.status === status);
  if (has('fail')) return 'fail';
  if (has('inconclusive')) return 'inconclusive';
  if (has('pass')) return 'pass';
  return checks.length === 0 ? 'inconclusive' : 'skip';
}

/** Green is only what was proved: nothing failed, nothing lacks evidence, and something passed. */
export function hasPassed(phases: readonly Pick<VerificationPhase, 'status'>[]): boolean {
  const isWhole = !phases.some(({ status }) => status === 'fail' || status === 'inconclusive');
  return isWhole && phases.some(({ status }) => status === 'pass');
}

/** Whether a run is over before its soak was, so that it can be gone on with. */
export function isResumable({ state, unfinished }: Pick<VerificationRun, 'state' | 'unfinished'>): boolean {
  return unfinished !== undefined && state !== 'running' && state !== 'paused' && state !== 'done';
}
