import type { PhaseId } from './verification.ts';

/** What each phase is called; apart from the schemas, for the page knows it from the start. */
export const phaseTitles: Readonly<Record<PhaseId, string>> = {
  environment: 'Environment',
  health: 'Health addresses',
  handshake: 'Handshake',
  monitoring: 'Event monitoring',
  'end-to-end': 'End to end',
  duplicates: 'Duplicates',
  reconnect: 'Reconnect',
  stress: 'Stress',
  'bad-input': 'Bad input',
  traffic: 'Traffic',
  memory: 'Memory',
  soak: 'Soak',
};
