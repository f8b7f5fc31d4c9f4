import { samplesToSec } from '../../../shared/audio.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ChunkCounts, SessionReport, SessionSummary } from '../../../shared/session.ts';
import type { Promisified } from '../storage/worker-client.ts';
import type { SessionReads, SessionRow } from './session-store.ts';

export type ReportReads = Promisified<SessionReads> & {
  countChunks(sessionId: string): Promise<ChunkCounts>;
  countEventsByType(sessionId: string): Promise<Record<string, number>>;
};

export function summaryOf(row: SessionRow & { samples: number }): SessionSummary {
  return {
    sessionId: row.sessionId,
    meetingId: row.meetingId,
    title: row.title,
    mode: row.mode,
    target: row.target,
    state: row.state,
    reason: row.reason,
    startedAt: new Date(row.startedMs).toISOString(),
    endedAt: row.endedMs === null ? null : new Date(row.endedMs).toISOString(),
    seconds: samplesToSec(row.samples),
  };
}

/**
 * Everything the database knows of a session.
 * @throws AppError `not-found`
 */
export async function reportOf(reads: ReportReads, sessionId: string): Promise<SessionReport> {
  const row = await reads.findSession(sessionId);
  if (row === null) {
    throw new AppError(
      'not-found',
      `There is no session "${sessionId}". "scrumbot sessions list" shows those there are.`,
    );
  }
  const [tracks, transcript, chunks, byType] = await Promise.all([
    reads.listTracks(sessionId),
    reads.listTranscript(sessionId),
    reads.countChunks(sessionId),
    reads.countEventsByType(sessionId),
  ]);
  return {
    ...summaryOf(row),
    tracks: tracks.map(({ source, path, samples, gaps }) => ({
      source,
      path,
      seconds: samplesToSec(samples),
      samples,
      gaps: gaps.map((gap) => ({
        atSec: samplesToSec(gap.firstSample),
        lengthSec: samplesToSec(gap.sampleCount),
        reason: gap.reason,
      })),
    })),
    chunks,
    bytes: row.bytes,
    transcript,
    text: transcript.map((line) => line.text).join(' '),
    events: { total: Object.values(byType).reduce((sum, count) => sum + count, 0), byType },
  };
}
