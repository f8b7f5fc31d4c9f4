/**
 * The types by which features and hosts meet: what a host brings (`host`), sound and words (`audio`), processes, ours and
 * others (`process`), what goes to a target (`stream`).
 * Needs nothing that runs.
 * Owns nothing.
 */
export type * from './audio.ts';
export type * from './host.ts';
export type * from './process.ts';
export type * from './stream.ts';
