import { z } from 'zod';
import { discoverySchema, probeReportSchema } from '../settings/targets/probe.ts';
import { followedLogSchema, processReportSchema } from '../settings/targets/processes.ts';
import { givenCredentialsSchema, shownTargetSchema, targetSchema } from '../settings/targets/targets.ts';
import { playingSchema, replayStartSchema, twinRequestSchema } from '../replay/replay.ts';
import { tapReportSchema, tapRequestSchema, tapStatusSchema } from '../tap/tap.ts';
import {
  documentFormatSchema,
  runComparisonSchema,
  runSummarySchema,
  verificationProgressSchema,
  verificationRequestSchema,
  verificationRunSchema,
} from '../verification/verification.ts';

/** Addresses as people type them: what is odd about them is said in words, with what may be meant. */
const typedTargetSchema = targetSchema.extend({
  wsUrl: z.string().min(1).max(4_000),
  httpUrl: z.string().min(1).max(4_000).nullable().optional(),
});

/** Targets, taps and verification, a part of the commands in contract.ts. */
export const testerCommands = {
  'targets.list': {
    input: z.object({}),
    output: z.object({ targets: z.array(shownTargetSchema), current: z.string() }),
  },
  /** Credentials go in and never come out. `advice` says what is odd about the address. */
  'targets.add': {
    input: z.object({
      target: typedTargetSchema,
      credentials: givenCredentialsSchema.default({}),
    }),
    output: z.object({ advice: z.array(z.string()) }),
  },
  'targets.edit': {
    input: z.object({
      name: z.string().min(1),
      change: typedTargetSchema.partial(),
      credentials: givenCredentialsSchema.default({}),
    }),
    output: z.object({ advice: z.array(z.string()) }),
  },
  /** One that asks first is removed only when that was confirmed. */
  'targets.remove': {
    input: z.object({ name: z.string().min(1), confirmed: z.boolean().default(false) }),
    output: z.object({}),
  },
  /** The target that Record uses from now on; a running session stays with its own. */
  'targets.use': { input: z.object({ name: z.string().min(1) }), output: z.object({}) },
  /** Tries a target, or any address, step by step; changes nothing at it. Takes up to half a minute. */
  'targets.probe': { input: z.object({ target: z.string().min(1).optional() }), output: probeReportSchema },
  /** What a target on this machine runs as, and what clashes there. */
  'targets.processes': {
    input: z.object({ target: z.string().min(1).optional() }),
    output: processReportSchema,
  },
  /** Follows what PM2's processes write into the event store, one at a time; answers when it has begun. */
  'targets.followLog': {
    input: z.object({ target: z.string().min(1).optional() }),
    output: followedLogSchema,
  },
  /** The log that is followed now, or the last one of this process; `null` before the first. */
  'targets.followedLog': { input: z.object({}), output: z.object({ log: followedLogSchema.nullable() }) },
  'targets.unfollowLog': { input: z.object({}), output: z.object({ log: followedLogSchema.nullable() }) },
  /** Asks the ngrok agents of this machine. */
  'targets.discover': { input: z.object({}), output: discoverySchema },
  'targets.export': { input: z.object({}), output: z.object({ fileName: z.string(), text: z.string() }) },
  'targets.import': {
    input: z.object({ text: z.string().max(1_000_000) }),
    output: z.object({ added: z.array(z.string()), changed: z.array(z.string()) }),
  },
  /** Opens a port through which other clients talk to a target; answers when it listens. */
  'tap.start': { input: tapRequestSchema, output: tapStatusSchema },
  'tap.stop': { input: z.object({ port: z.number().int() }), output: tapReportSchema },
  /** Lets pages of a site, or an extension, use a tap from now on. */
  'tap.allow': {
    input: z.object({ port: z.number().int(), origin: z.string().min(1).max(300) }),
    output: tapStatusSchema,
  },
  /** What goes wrong on the way from now on; nothing when empty. */
  'tap.faults': {
    input: z.object({ port: z.number().int(), faults: z.string().max(500) }),
    output: tapStatusSchema,
  },
  'tap.list': { input: z.object({}), output: z.array(tapStatusSchema) },
  /** Begins to send a session again; one at a time. The topic `playing` says how far it is. */
  'replay.start': { input: replayStartSchema, output: z.object({}) },
  /** Begins to send the same audio to two targets; one at a time. */
  'replay.twin': { input: twinRequestSchema, output: z.object({}) },
  /** What is played now, or what the last one of this process came to. */
  'replay.state': { input: z.object({}), output: playingSchema },
  'replay.cancel': { input: z.object({}), output: z.object({}) },
  /** What the built-in backends of this app get wrong, as `backend --simulate` takes it; empty when nothing. */
  'backend.faults': { input: z.object({}), output: z.object({ faults: z.string() }) },
  /** At once, on open connections too; until the app ends. */
  'backend.setFaults': {
    input: z.object({ faults: z.string().max(400) }),
    output: z.object({ faults: z.string() }),
  },
  /** Begins a verification of a target; one at a time. The topic of that name says how far it is. */
  'verification.start': { input: verificationRequestSchema, output: z.object({ runId: z.string() }) },
  /** The run that goes on, or the last one of this process. */
  /** Goes on with the soak of a run that was left before its end. */
  'verification.resume': {
    input: z.object({ runId: z.string().min(1) }),
    output: z.object({ runId: z.string() }),
  },
  'verification.current': {
    input: z.object({}),
    output: z.object({ progress: verificationProgressSchema.nullable() }),
  },
  'verification.cancel': { input: z.object({}), output: z.object({}) },
  /** The soak pauses; the other phases are too short for that. */
  'verification.pause': { input: z.object({ paused: z.boolean() }), output: z.object({}) },
  /** Kept runs, newest first. */
  'verification.history': {
    input: z.object({
      target: z.string().min(1).optional(),
      limit: z.number().int().min(1).max(1000).default(50),
    }),
    output: z.array(runSummarySchema),
  },
  /** By its id; `latest`, or a target's name for its newest run. */
  'verification.show': { input: z.object({ runId: z.string().min(1) }), output: verificationRunSchema },
  /** `a` is the one before, `b` the one after. */
  'verification.compare': {
    input: z.object({ a: z.string().min(1), b: z.string().min(1) }),
    output: runComparisonSchema,
  },
  'verification.document': {
    input: z.object({ runId: z.string().min(1), format: documentFormatSchema }),
    output: z.object({ fileName: z.string(), text: z.string() }),
  },
} as const;
