/**
 * Maps, logs and keys that keep within a bound of memory; what outgrows it goes to a temporary place.
 * Needs nothing.
 * Owns temporary files, gone with the process.
 */
export { fingerprint } from './fingerprint.ts';
export { createRecentMap } from './recent-map.ts';
export { createSeenFilter } from './seen-filter.ts';
export { shortKey } from './short-key.ts';
export { createSpill, type Spill } from './spilling-map.ts';
export { createSpool } from './spool.ts';
export { createWordLog } from './word-log.ts';
