/**
 * Files of events, read as people bring them, and judged without touching any store.
 * Needs an analyzer, as a value, for findings over a file.
 * Owns nothing; what outgrows memory goes to temporary files.
 */
export { analyseFile, monitorFile, monitorStream } from './analyse-file.ts';
export type { FileNotes, TraceFrame } from './read-event-file.ts';
export { captureKinds, secondsOf } from '../event-text/event-text.ts';
