import { rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Erasure } from '../../../shared/events/erasure.ts';
import type { Clock } from '../ports/ports.ts';
import { isStillRunning } from './recover-sessions.ts';
import { reportOf, type ReportReads } from './session-report.ts';
import { sentence } from '../../../shared/words/all-words.ts';

export type RemoveSessionOptions = {
  home: string;
  clock: Clock;
  reads: ReportReads;
  writes: { delete(sessionId: string): Promise<unknown> };
  recordingFolder: (sessionId: string) => string;
  flushEvents: () => Promise<void>;
  /** Resolves when nothing of them, nor of what `last` deletes, is left in the database's files, or says why not. */
  deleteEventsOfSession: (sessionId: string, last: () => Promise<void>) => Promise<Erasure>;
};

/**
 * Deletes audio, words and events of a session, and answers what became of them in the files.
 * @throws AppError `not-found`; `busy` while another process records it
 */
export async function removeSession(sessionId: string, options: RemoveSessionOptions): Promise<Erasure> {
  const { tracks } = await reportOf(options.reads, sessionId);
  await refuseWhileRecorded(sessionId, options);
  for (const folder of foldersOf(sessionId, tracks, options))
    await rm(join(options.home, folder), { recursive: true, force: true });
  // What is still on its way to the database would come in after the deletion.
  await options.flushEvents().catch(() => undefined);
  // Its entry goes last: what is cut off half-way can be deleted again.
  const { isGone, reason, removedCopies } = await options.deleteEventsOfSession(sessionId, async () => {
    await options.writes.delete(sessionId);
  });
  return { isGone, reason, removedCopies };
}

async function refuseWhileRecorded(
  sessionId: string,
  { home, clock, reads }: { home: string; clock: Clock; reads: Pick<ReportReads, 'sessions'> },
): Promise<void> {
  const unfinished = (await reads.sessions.listUnfinished()).find((row) => row.sessionId === sessionId);
  if (unfinished === undefined) return;
  if (!(await isStillRunning(unfinished, { home, clock, reads: reads.sessions }))) return;
  throw new AppError('busy', sentence('session.recorded-elsewhere', { pid: unfinished.ownerPid }));
}

/** A track whose file was taken away while it was recorded went on in a folder beside the session's. */
function foldersOf(
  sessionId: string,
  tracks: readonly { path: string }[],
  options: { recordingFolder: (sessionId: string) => string },
): string[] {
  const folder = options.recordingFolder(sessionId);
  const beside = tracks
    .map(({ path }) => posix.dirname(path))
    .filter((each) => each.startsWith(`${folder}.`));
  return [folder, ...beside];
}
