import type { Action } from '../../shared/words/actions.ts';

/** The words of links to what a sentence advises, a part of the catalogue in text.ts. */
export const actionText = {
  actions: {
    inTerminal: 'In a terminal:',
    pages: {
      'open-session': 'Open the session',
      'send-session': 'Open the session',
      'transcribe-session': 'Open the session',
      'list-sessions': 'Show all sessions',
      'list-verifications': 'Show earlier runs',
      'check-sound': 'Check sound',
      'check-machine': 'Run checks',
      'show-verification': 'Show earlier runs',
      'compare-verifications': 'Show earlier runs',
      'allow-disturbing': 'Open Targets',
      'set-credential': 'Add a credential',
      'edit-target': 'Open Targets',
      'probe-target': 'Probe a target',
      'remove-target': 'Open Targets',
      'list-targets': 'Open Targets',
      'set-up-engine': 'Set up an engine',
      'get-model': 'Get a Whisper model',
      'allow-address': 'Open the engine’s settings',
      'change-setting': 'Open this setting',
      'enter-key': 'Enter the key',
      'export-events': 'Open Events',
    } satisfies Partial<Record<Action['do'], string>>,
  },
} as const;
