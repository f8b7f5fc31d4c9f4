/**
 * The database as everybody else sees it: threads that are asked, started again when they die, repaired when damaged.
 * Needs the data folder and the entries of the threads.
 * Owns the marks of who has the database open, and no table: the file is opened by `database`, inside the threads.
 */
export { markOpen, readOpenMarks, unmarkOpen } from './open-marks.ts';
export { startDatabase, type ChecksDatabase, type DatabaseThreads } from './start-database.ts';
export { damageFound, isDamage, type Salvage } from './damage.ts';
export { createKeptBytes } from './kept-bytes.ts';
export type { Promisified } from './worker-client.ts';
export type { OpenedDatabase, WorkerAnswer, WorkerCalls } from './worker-protocol.ts';
export { createWriteQueue } from './write-queue.ts';
