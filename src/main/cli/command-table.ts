import type { Command } from 'commander';
import { say } from '../../shared/words/all-words.ts';
import type { CommandContext } from './context.ts';

/** Gives a command its options, its subcommands and what it does. */
type Define = (command: Command, context: CommandContext) => void;

type TableEntry = {
  name: string;
  /** What it does, in the help of the program. */
  summary: string;
  /** What is behind its name, and what that means. */
  argument?: readonly [usage: string, meaning?: string];
  /** Of one that only holds other commands. */
  isGroup?: true;
  /** Of one that runs as long as a meeting: it shall take little memory, and may begin a tenth of a second later. */
  stays?: true;
  /** Loads the rest, which may take a core: only when it is needed. */
  load: () => Promise<Define>;
};

/**
 * The commands, in the order of the help. Every start of the program reads this, so it names nothing that is heavy; a
 * command's own file is imported when somebody types it.
 */
export const commandTable = (): readonly TableEntry[] => [
  {
    name: 'run',
    summary: say('help.run'),
    stays: true,
    load: async () => (await import('./commands/run.ts')).defineRun,
  },
  {
    name: 'record',
    summary: say('help.record'),
    stays: true,
    load: async () => (await import('./commands/record.ts')).defineRecord,
  },
  {
    name: 'sessions',
    summary: say('help.sessions'),
    isGroup: true,
    load: async () => (await import('./commands/sessions.ts')).defineSessions,
  },
  {
    name: 'targets',
    summary: say('help.targets'),
    isGroup: true,
    load: async () => (await import('./commands/targets/targets.ts')).defineTargets,
  },
  {
    name: 'transcribe',
    summary: say('help.transcribe'),
    argument: ['[files...]', say('help.transcribe.files')],
    load: async () => (await import('./commands/transcribe.ts')).defineTranscribe,
  },
  {
    name: 'search',
    summary: say('help.search'),
    argument: ['<words...>', say('help.search.words')],
    load: async () => (await import('./commands/search.ts')).defineSearch,
  },
  {
    name: 'engines',
    summary: say('help.engines'),
    isGroup: true,
    load: async () => (await import('./commands/engines/engines.ts')).defineEngines,
  },
  {
    name: 'bench-engine',
    summary: say('help.bench-engine'),
    argument: ['<file>', say('help.bench-engine.file')],
    load: async () => (await import('./commands/engines/bench-engine.ts')).defineBenchEngine,
  },
  {
    name: 'events',
    summary: say('help.events'),
    isGroup: true,
    load: async () => (await import('./commands/events/events.ts')).defineEvents,
  },
  {
    name: 'analyze',
    summary: say('help.analyze'),
    load: async () => (await import('./commands/analyze.ts')).defineAnalyze,
  },
  {
    name: 'alerts',
    summary: say('help.alerts'),
    isGroup: true,
    load: async () => (await import('./commands/alerts.ts')).defineAlerts,
  },
  {
    name: 'status',
    summary: say('help.status'),
    load: async () => (await import('./commands/status.ts')).defineStatus,
  },
  {
    name: 'settings',
    summary: say('help.settings'),
    isGroup: true,
    load: async () => (await import('./commands/settings/settings.ts')).defineSettings,
  },
  {
    name: 'keys',
    summary: say('help.keys'),
    isGroup: true,
    load: async () => (await import('./commands/settings/keys.ts')).defineKeys,
  },
  {
    name: 'bundle',
    summary: say('help.bundle'),
    load: async () => (await import('./commands/bundle/bundle.ts')).defineBundle,
  },
  {
    name: 'verify',
    summary: say('help.verify'),
    load: async () => (await import('./commands/verify/verify.ts')).defineVerify,
  },
  {
    name: 'backend',
    summary: say('help.backend'),
    load: async () => (await import('./commands/tester/backend.ts')).defineBackend,
  },
  {
    name: 'tap',
    summary: say('help.tap'),
    load: async () => (await import('./commands/tester/tap.ts')).defineTap,
  },
  {
    name: 'replay',
    summary: say('help.replay'),
    argument: ['[file]'],
    load: async () => (await import('./commands/tester/replay.ts')).defineReplay,
  },
  {
    name: 'twin',
    summary: say('help.twin'),
    load: async () => (await import('./commands/tester/twin.ts')).defineTwin,
  },
  {
    name: 'doctor',
    summary: say('help.doctor'),
    load: async () => (await import('./commands/doctor.ts')).defineDoctor,
  },
  {
    name: 'man',
    summary: say('help.man'),
    load: async () => (await import('./commands/man.ts')).defineMan,
  },
  {
    name: 'schema',
    summary: say('help.schema'),
    argument: ['<command...>'],
    load: async () => (await import('./commands/schema.ts')).defineSchema,
  },
];
