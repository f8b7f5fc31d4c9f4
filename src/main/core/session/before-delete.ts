import { posix } from 'node:path';
import { AppError } from '../../../shared/errors.ts';
import type { Clock } from '../ports/ports.ts';
import { isStillRunning } from './recover-sessions.ts';
import type { ReportReads } from './session-report.ts';

/** @throws AppError `busy` */
export async function refuseWhileRecorded(
  sessionId: string,
  { home, clock, reads }: { home: string; clock: Clock; reads: Pick<ReportReads, 'sessions'> },
): Promise<void> {
  const unfinished = (await reads.sessions.listUnfinished()).find((row) => row.sessionId === sessionId);
  if (unfinished === undefined) return;
  if (!(await isStillRunning(unfinished, { home, clock, reads: reads.sessions }))) return;
  throw new AppError(
    'busy',
    `Another process (${unfinished.ownerPid}) is recording this session. Stop it there before you delete it.`,
  );
}

/** A track whose file was taken away while it was recorded went on in a folder beside the session's. */
export function foldersOf(
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
