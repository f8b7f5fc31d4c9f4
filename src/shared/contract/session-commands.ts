import { z } from 'zod';
import { erasureSchema } from '../events/erasure.ts';
import { annotationSchema } from '../session/annotation.ts';
import { sessionChips } from '../session/chip.ts';
import { sentFileSchema } from '../session/sent-file.ts';
import { sendingSchema } from '../session/sending.ts';
import {
  exportFormatSchema,
  sessionReportSchema,
  sessionSummarySchema,
  startRequestSchema,
} from '../session/session.ts';
import { sourceNameSchema } from '../sound/audio.ts';
import { peaksSchema } from '../sound/peaks.ts';

const ofSession = z.object({ sessionId: z.string() });

/** What can be asked about sessions: the running one, and those that are kept. */
export const sessionCommands = {
  /** Answers as soon as audio is being recorded. */
  'session.start': { input: startRequestSchema, output: sessionSummarySchema },
  /** Answers when the session has ended, the target's last words included. */
  'session.stop': { input: z.object({}), output: sessionReportSchema },
  /** Ends a session that has stopped without waiting any longer for its target or engine; the rest is kept. */
  'session.stopWaiting': { input: z.object({}), output: z.object({}) },
  /** Makes a link that waits for its next try connect at once. */
  'stream.tryNow': { input: z.object({}), output: z.object({}) },
  /**
   * Sends the running session to another target from now on; what was queued stays with the old one. To a target that
   * people may be working with it goes only when that was confirmed.
   */
  'session.switchTarget': {
    input: z.object({ target: z.string().min(1), confirmed: z.boolean().optional() }),
    output: sessionSummarySchema,
  },
  /**
   * Sends a kept session: what its target has not got yet, or all of it to another target. One that is being sent
   * already tries at once, and the answer is that sending's.
   */
  'sessions.send': {
    input: z.object({ sessionId: z.string(), target: z.string().min(1).optional() }),
    output: sessionReportSchema,
  },
  /** The kept sessions that are being sent now. */
  'sendings.list': { input: z.object({}), output: z.array(sendingSchema) },
  /** Ends the wait for the next try. */
  'sendings.tryNow': { input: ofSession, output: z.object({}) },
  /** Sends no more of it until somebody asks for that, or the app is started anew. */
  'sendings.cancel': { input: ofSession, output: z.object({}) },
  'sessions.list': {
    input: z.object({
      limit: z.number().int().min(1).max(100_000).default(100),
      /** Words that title, notes and tags have, whatever their case. */
      query: z.string().max(200).optional(),
      chip: z.enum(sessionChips).optional(),
    }),
    output: z.array(sessionSummarySchema),
  },
  /** Changes title, notes or tags of a session. */
  'sessions.annotate': {
    input: annotationSchema.extend({ sessionId: z.string() }),
    output: sessionSummarySchema,
  },
  /** With one of the session's transcripts; without its id the one that is shown first. */
  'sessions.show': {
    input: z.object({ sessionId: z.string(), transcriptId: z.number().int().optional() }),
    output: sessionReportSchema,
  },
  /** The waveform of a track, in at most 3,000 stretches. */
  'sessions.peaks': {
    input: z.object({ sessionId: z.string(), source: sourceNameSchema }),
    output: peaksSchema,
  },
  /** Text formats only; audio is fetched as a file. */
  'sessions.export': {
    input: z.object({
      sessionId: z.string(),
      format: exportFormatSchema.exclude(['wav']),
      transcriptId: z.number().int().optional(),
    }),
    output: z.object({ fileName: z.string(), text: z.string() }),
  },
  /** Shows the folder of its recording in the file manager, where the app runs on a desktop. */
  'sessions.showFolder': { input: ofSession, output: z.object({}) },
  /** Answers when nothing of it can be found in the database's files any more, or what holds that up. */
  'sessions.delete': { input: ofSession, output: erasureSchema },
  /**
   * A piece of a sound or video file, in base64, one after another; the first has no id. Once all of it has arrived it becomes
   * a session of the mode `direct`, when nothing else is recorded.
   */
  'files.send': {
    input: z.object({
      id: z.string().max(60).nullable().default(null),
      name: z.string().min(1).max(1_000),
      bytes: z.number().int().min(0),
      data: z.base64().max(700_000),
    }),
    output: z.object({ id: z.string() }),
  },
  /** The files that pages sent since the app started, with what became of them. */
  'files.list': { input: z.object({}), output: z.array(sentFileSchema) },
  /** Forgets a file; its session stays. */
  'files.remove': { input: z.object({ id: z.string() }), output: z.object({}) },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;
