import { z } from 'zod';
import { alertSchema } from '../events/alerts.ts';
import { storedEventSchema } from '../events/events.ts';
import { monitorCountsSchema } from '../events/findings.ts';
import { healthSchema, healthSpanSchema } from '../health/health-row.ts';
import { networkSchema } from '../health/network.ts';
import { memorySchema } from '../health/memory.ts';
import { sampleColumnsSchema, sampleQuerySchema, sampleSchema } from '../health/sample.ts';
import { sourceNameSchema } from '../sound/audio.ts';
import { checkSchema } from '../machine/checks.ts';
import { desktopFactsSchema } from '../machine/desktop.ts';
import { statusSchema } from '../session/status.ts';
import { speechModelStatusSchema } from '../settings/speech-models.ts';
import { keySchema, secretNameSchema, secretStateSchema } from '../settings/secrets.ts';
import { sentFileSchema } from '../session/sent-file.ts';
import { sendingSchema } from '../session/sending.ts';
import { transcriptLineSchema } from '../session/session.ts';
import { settingsPatchSchema, settingsSchema } from '../settings/settings.ts';
import { heardSchema, soundDevicesSchema } from '../sound/devices.ts';
import { soundCheckSchema } from '../sound/sound-check.ts';
import { playingSchema } from '../replay/replay.ts';
import { tapStatusSchema } from '../tap/tap.ts';
import { verificationProgressSchema } from '../verification/verification.ts';
import { searchHitSchema, transcriptionProgressSchema } from '../session/transcript/transcripts.ts';
import { bundleStateSchema } from '../bundle/bundle.ts';
import { bundleCommands } from './bundle-commands.ts';
import { engineCommands } from './engine-commands.ts';
import { eventCommands } from './event-commands.ts';
import { sessionCommands } from './session-commands.ts';
import { testerCommands } from './tester-commands.ts';

/** Every command a UI can give the core: what goes in, what comes out. This is the only list. */
export const commands = {
  'app.info': {
    input: z.object({}),
    output: z.object({ version: z.string(), platform: z.string(), home: z.string() }),
  },
  'status.get': { input: z.object({}), output: statusSchema },
  /** The rows of the health page, looked at now. */
  'health.get': { input: z.object({}), output: healthSchema },
  /** How healthy each row was since a time, oldest first. Where a row has no span, nobody looked. */
  'health.history': { input: z.object({ sinceMs: z.number() }), output: z.array(healthSpanSchema) },
  /** What was measured: by the second for the last hour, by the minute for a month. */
  'samples.list': { input: sampleQuerySchema, output: sampleColumnsSchema },
  /** Our processes and the backend's when it runs here, each with its verdict over a stretch of time. */
  'memory.get': {
    input: z.object({
      windowMs: z
        .number()
        .min(60_000)
        .max(30 * 86_400_000),
    }),
    output: memorySchema,
  },
  /** What went to targets and came from them since a time; wall clock, ms since 1970. */
  'network.get': { input: z.object({ sinceMs: z.number() }), output: networkSchema },
  /**
   * Writes the whole heap of the main process to a file of this user. It may hold spoken words and keys, and the
   * process stands still meanwhile, so it is refused while something is recorded.
   */
  'memory.snapshot': { input: z.object({}), output: z.object({ path: z.string(), bytes: z.number() }) },
  ...sessionCommands,
  ...eventCommands,
  ...testerCommands,
  ...bundleCommands,
  ...engineCommands,
  'settings.get': { input: z.object({}), output: settingsSchema },
  'settings.update': { input: settingsPatchSchema, output: settingsSchema },
  'desktop.get': { input: z.object({}), output: desktopFactsSchema },
  'desktop.update': { input: z.object({ openAtLogin: z.boolean().optional() }), output: desktopFactsSchema },
  /** Captures a source for up to 3 s and says what the samples tell. */
  'sound.check': { input: z.object({ source: sourceNameSchema }), output: soundCheckSchema },
  /** The outputs and inputs that can be captured, and what the system would choose. */
  'sound.devices': { input: z.object({}), output: z.array(soundDevicesSchema) },
  /** Tells the level of a source in the topic `sound` for the next 10 s. Nothing is kept. */
  'sound.listen': { input: z.object({ source: sourceNameSchema }), output: z.object({}) },
  /** Opens the system's settings where recording is allowed. */
  'sound.openSettings': { input: z.object({ source: sourceNameSchema }), output: z.object({}) },
  'keys.list': { input: z.object({}), output: z.array(keySchema) },
  /** Keeps a key. It never comes back: only that it is set, and its end. */
  'keys.set': {
    input: z.object({ name: secretNameSchema, value: z.string().min(1).max(500) }),
    output: secretStateSchema,
  },
  'keys.clear': { input: z.object({ name: secretNameSchema }), output: secretStateSchema },
  /** What this machine has and lacks; the checks of `scrumbot doctor`. */
  'machine.examine': { input: z.object({}), output: z.array(checkSchema) },
  /** Answers when a kept session begins to be transcribed: what failed or is missing, or all of it by another engine. */
  'transcripts.start': {
    input: z.object({
      sessionId: z.string(),
      engine: z.string().min(1).optional(),
      isAnew: z.boolean().default(false),
    }),
    output: z.object({}),
  },
  /** How far the transcription of a kept session is; `null` when there is none. */
  'transcripts.progress': {
    input: z.object({ sessionId: z.string() }),
    output: z.object({ progress: transcriptionProgressSchema.nullable() }),
  },
  'transcripts.cancel': { input: z.object({ sessionId: z.string() }), output: z.object({}) },
  /** Lines of all sessions that have all the words; best first. */
  'transcripts.search': {
    input: z.object({ query: z.string().max(200), limit: z.number().int().min(1).max(500).default(50) }),
    output: z.array(searchHitSchema),
  },
} as const satisfies Record<string, { input: z.ZodType; output: z.ZodType }>;

/** Everything a UI can watch. */
export const topics = {
  /** The whole status, at most ten times a second; the newest is sent on subscribing. */
  status: statusSchema,
  /** The health rows, once a second while somebody listens. */
  health: healthSchema,
  /** What was just measured, once a second while somebody listens. */
  samples: sampleSchema,
  /** New lines of the running session's transcript. */
  transcript: z.object({ sessionId: z.string(), line: transcriptLineSchema }),
  /** Events just committed to disk, oldest first. */
  events: z.array(storedEventSchema),
  /** The alerts that nobody has acknowledged, the one raised last first, whenever they change. */
  alerts: z.array(alertSchema),
  /** What the live monitor has counted since the app started, at most once a second. */
  monitor: monitorCountsSchema,
  /** A session was added, changed or deleted: ask for the list again. */
  sessions: z.object({ sessionId: z.string() }),
  /** The kept sessions that are being sent, at most four times a second. */
  sendings: z.array(sendingSchema),
  /** The settings, whenever they were changed. */
  settings: settingsSchema,
  /** The taps that run, at most twice a second. */
  taps: z.array(tapStatusSchema),
  /** What is sent again, at most four times a second, and what it came to. */
  playing: playingSchema,
  /** The faults of the built-in backends, whenever they are switched. */
  backend: z.object({ faults: z.string() }),
  /** How far the verification is that goes on, and at its end the whole of it. */
  verification: verificationProgressSchema,
  /** How far the writing of a bundle is, several times a second, and how it ended. */
  bundle: bundleStateSchema,
  /** What a source sounds like that somebody listens to, four times a second. */
  sound: heardSchema,
  /** A speech engine has another state: ask for the list again. */
  engines: z.object({}),
  /** The models for engines of this machine, at most twice a second while one comes. */
  models: z.array(speechModelStatusSchema),
  /** The files that pages sent to be transcribed, whenever something about them changed. */
  files: z.array(sentFileSchema),
} as const satisfies Record<string, z.ZodType>;

export type CommandName = keyof typeof commands;
export type CommandInput<N extends CommandName> = z.input<(typeof commands)[N]['input']>;
/** What a handler gets: parsed, with defaults filled in. */
export type ParsedInput<N extends CommandName> = z.output<(typeof commands)[N]['input']>;
export type CommandOutput<N extends CommandName> = z.output<(typeof commands)[N]['output']>;

export type TopicName = keyof typeof topics;
export type TopicValue<N extends TopicName> = z.output<(typeof topics)[N]>;

/** One function a command; exceptions become answers at the bridge. */
export type Handlers = { [N in CommandName]: (input: ParsedInput<N>) => Promise<CommandOutput<N>> };

export function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}

export function isTopicName(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}
