/**
 * Updates that never interrupt a recording.
 * Needs the updater and whether something is recorded or queued.
 * Owns the moment of installing, and updates.json, when it last looked and what was put off.
 */
export { keepUpToDate } from './keep-up-to-date.ts';
