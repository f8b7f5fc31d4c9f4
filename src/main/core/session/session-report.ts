import { samplesToSec } from '../../../shared/audio.ts';
import { receiptOf, type ReceiptChunk } from '../../../shared/receipt.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ChunkCounts, SessionReport, SessionSummary } from '../../../shared/session.ts';
import type { Promisified } from '../storage/worker-client.ts';
import type { SessionReads, StoredSession } from './session-store.ts';

/** A chunk with its place in samples. */
export type ReportChunk = Pick<ReceiptChunk, 'target' | 'state' | 'attempts'> & {
  firstSample: number;
  sampleCount: number;
};

export type ReportReads = Promisified<SessionReads> & {
  countChunks(sessionId: string): Promise<ChunkCounts>;
  listChunks(sessionId: string): Promise<ReportChunk[]>;
  countEventsByType(sessionId: string): Promise<Record<string, number>>;
};

export function summaryOf(row: StoredSession): SessionSummary {
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
    undelivered: row.undelivered,
  };
}

/**
 * Everything the database knows of a session.
 * @throws AppError `not-found`
 */
export async function reportOf(
  reads: ReportReads,
  sessionId: string,
): Promise<Omit<SessionReport, 'findings'>> {
  const row = await reads.findSession(sessionId);
  if (row === null) {
    throw new AppError(
      'not-found',
      `There is no session "${sessionId}". "scrumbot sessions list" shows those there are.`,
    );
  }
  const [trackRows, transcript, chunks, chunkList, byType] = await Promise.all([
    reads.listTracks(sessionId),
    reads.listTranscript(sessionId),
    reads.countChunks(sessionId),
    reads.listChunks(sessionId),
    reads.countEventsByType(sessionId),
  ]);
  const tracks = trackRows.map(({ source, path, samples, gaps }) => ({
    source,
    path,
    seconds: samplesToSec(samples),
    samples,
    gaps: gaps.map((gap) => ({
      atSec: samplesToSec(gap.firstSample),
      lengthSec: samplesToSec(gap.sampleCount),
      reason: gap.reason,
    })),
  }));
  const receiptChunks = chunkList.map(({ target, state, attempts, firstSample, sampleCount }) => ({
    target,
    state,
    attempts,
    startSec: samplesToSec(firstSample),
    endSec: samplesToSec(firstSample + sampleCount),
  }));
  return {
    ...summaryOf(row),
    receipt: receiptOf({ seconds: samplesToSec(row.samples), tracks, chunks: receiptChunks, transcript }),
    tracks,
    chunks,
    bytes: row.bytes,
    transcript,
    text: transcript.map((line) => line.text).join(' '),
    events: { total: Object.values(byType).reduce((sum, count) => sum + count, 0), byType },
  };
}
