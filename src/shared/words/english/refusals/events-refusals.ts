import { filesThatAreRead } from '../told/events/files-that-are-read.ts';
import { counted } from '../../../plural.ts';

/** Why events are not stored, read or imported. */
export const eventsRefusals = {
  'storage.newer': ({ path, version, known }: { path: string; version: number; known: number }) =>
    `The database ${path} was made by a newer version of this program (schema ${version}, this one knows ${known}). Update the program, or use another data folder.`,
  'storage.other-program': ({ path }: { path: string }) =>
    `The database ${path} belongs to another program. Move it away, or use another data folder.`,
  'storage.not-synced': ({ path }: { path: string }) =>
    `The database ${path} does not wait for the disk (synchronous is not FULL). Report this as a defect.`,
  'storage.damaged-and-open': ({ path, pids }: { path: string; pids: string }) =>
    `The database ${path} is damaged, and another ScrumBot (process ${pids}) has it open. Stop that one and start again: what can be read is saved then.`,
  'storage.refused': ({ path, advice, why }: { path: string; advice: string; why: string }) =>
    `The database ${path} ${advice} (${why})`,
  'storage.no-function': ({ store, name }: { store: string; name: string }) =>
    `The database worker has no "${store}.${name}"`,
  'events.none-inside': (p: { path: string; lines: number; line: number; reason: string }) =>
    `${p.path} holds no events: ${p.lines === 1 ? 'its line' : `the first of its ${p.lines} lines`} (${p.line}) is not used because ${p.reason}. Name a file of events or of frames.`,
  'events.unreadable': ({ path, why }: { path: string; why: string }) =>
    `${path} can't be read: ${why}. Name a file of events.`,
  'events.other-file': ({ path, kind }: { path: string; kind: string }) =>
    `${path} is ${kind}. ${filesThatAreRead}`,
  'events.is-recording': ({ sessionId }: { sessionId: string }) =>
    `${sessionId} is a recording. Delete it as a session, with its audio and transcript.`,
  'events.no-file': ({ path }: { path: string }) => `${path} is not a file. Give a file of events.`,
  'events.not-stored': ({ events, why }: { events: number; why: string }) =>
    `${counted(events, 'event')} not stored. ${why}`,
  'events.analysis-ended': 'This analysis is not running any more. Start it again.',
  'storage.thread-ended': ({ path, why }: { path: string; why: string }) =>
    `The thread that works on the database ${path} has ended${why === '' ? '' : ` (${why})`}.`,
} as const;
