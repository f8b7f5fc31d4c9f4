import { samplesToSec } from '../../../shared/sound/audio.ts';
import { noSuchSession } from '../../../shared/session/no-such-session.ts';
import { receiptOf, type ReceiptChunk } from '../../../shared/session/receipt.ts';
import type { ChunkCounts, SessionReport, SessionSummary } from '../../../shared/session/session.ts';
import { isHidden } from '../../../shared/session/transcript/hidden-flags.ts';
import type { TranscriptSummary } from '../../../shared/session/transcript/transcripts.ts';
import type { Promisified } from '../storage/storage.ts';
import type { SessionRun } from './run/running-session.ts';
import type { SessionReads, StoredSession } from './session-store.ts';
import { missingWords } from '../../../shared/session/transcript/transcript-export.ts';
import { sayIt, type Sentence } from '../../../shared/words/all-words.ts';
import { silencesIn } from '../../../shared/session/silence.ts';

/** A chunk with its place in samples. */
export type ReportChunk = Pick<ReceiptChunk, 'target' | 'state' | 'attempts'> & {
  firstSample: number;
  sampleCount: number;
};

/** What a report takes from each store. */
export type ReportReads = {
  sessions: Promisified<SessionReads>;
  outbox: {
    count(sessionId: string): Promise<ChunkCounts>;
    list(sessionId: string): Promise<ReportChunk[]>;
  };
  transcripts: {
    /** What speech engines were sent, in the same shape. */
    listSpans(sessionId: string): Promise<ReportChunk[]>;
    listMissing(
      sessionId: string,
      transcriptId?: number,
    ): Promise<
      { track: string; firstSample: number; endSample: number; isOver: boolean; reason: string | null }[]
    >;
    countSegments(sessionId: string): Promise<ChunkCounts>;
    list(sessionId: string): Promise<(Omit<TranscriptSummary, 'createdAt'> & { createdMs: number })[]>;
  };
  events: {
    countByType(sessionId: string): Promise<Record<string, number>>;
    wireBytes(sessionId: string): Promise<{ out: number; in: number }>;
    /** Newest first. */
    list(filter: {
      sessionId: string;
      type: string;
      limit: number;
    }): Promise<readonly { reason: string | null }[]>;
  };
};

export function summaryOf(row: StoredSession): SessionSummary {
  return {
    sessionId: row.sessionId,
    meetingId: row.meetingId,
    title: row.title,
    mode: row.mode,
    target: row.target,
    engine: row.engine,
    state: row.state,
    reason: row.reason,
    ...(row.reasons !== null && { reasons: JSON.parse(row.reasons) as Sentence[] }),
    startedAt: new Date(row.startedMs).toISOString(),
    endedAt: row.endedMs === null ? null : new Date(row.endedMs).toISOString(),
    seconds: samplesToSec(row.samples),
    undelivered: row.undelivered,
    hasWords: row.hasWords === 1,
    notes: row.notes,
    tags: JSON.parse(row.tags) as string[],
  };
}

// A session with more has a fault that the first of them tell.
const mostNotes = 100;

/**
 * Everything the database knows of a session.
 * @throws AppError `not-found`
 */
export async function reportOf(
  reads: ReportReads,
  sessionId: string,
  transcriptId?: number,
): Promise<Omit<SessionReport, 'findings'>> {
  const row = await reads.sessions.find(sessionId);
  if (row === null) throw noSuchSession(sessionId);
  const hasSegments = row.mode === 'direct' || transcriptId !== undefined;
  const [trackRows, transcript, chunks, chunkList, byType, transcriptRows, noteEvents, missing] =
    await Promise.all([
      reads.sessions.listTracks(sessionId),
      reads.sessions.listTranscript(sessionId, transcriptId),
      row.mode === 'direct' ? reads.transcripts.countSegments(sessionId) : reads.outbox.count(sessionId),
      row.mode === 'direct' ? reads.transcripts.listSpans(sessionId) : reads.outbox.list(sessionId),
      reads.events.countByType(sessionId),
      reads.transcripts.list(sessionId),
      reads.events.list({ sessionId, type: 'receipt.note', limit: mostNotes }),
      hasSegments ? reads.transcripts.listMissing(sessionId, transcriptId) : [],
    ]);
  const isOver = row.endedMs !== null;
  const untranscribed = missing
    .filter((segment) => segment.isOver || isOver)
    .map(({ track, firstSample, endSample, reason }) => ({
      startSec: samplesToSec(firstSample),
      endSec: samplesToSec(endSample),
      speaker: track,
      reason,
    }));
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
  const receipt = receiptOf({
    seconds: samplesToSec(row.samples),
    tracks,
    chunks: receiptChunks,
    transcript,
    notes: noteEvents.flatMap(({ reason }) => (reason === null ? [] : [reason])).toReversed(),
  });
  const summary = summaryOf(row);
  return {
    ...summary,
    receipt: {
      ...receipt,
      notes: [
        ...silencesIn(summary).map((note) => sayIt(note)),
        ...receipt.notes,
        ...untranscribed.map(noteOfMissing),
      ],
    },
    untranscribed,
    traffic: trafficOf(row.bytes),
    tracks,
    chunks,
    bytes: row.bytes,
    transcript,
    text: transcript
      .filter((line) => !isHidden(line))
      .map((line) => line.text)
      .join(' '),
    transcripts: transcriptRows.map(summaryOfTranscript),
    events: { total: Object.values(byType).reduce((sum, count) => sum + count, 0), byType },
  };
}

function noteOfMissing({ startSec, endSec, reason }: SessionReport['untranscribed'][number]): string {
  return `${missingWords({ startSec, endSec })}${reason === null ? '.' : `: ${reason}`}`;
}

/** By what was counted on the socket, not by what was set. */
function trafficOf({ out, plainOut }: SessionReport['bytes']): SessionReport['traffic'] {
  return out > 0 && out < plainOut ? 'lossless' : 'plain';
}

function summaryOfTranscript({
  createdMs,
  ...row
}: Omit<TranscriptSummary, 'createdAt'> & { createdMs: number }): TranscriptSummary {
  return { ...row, createdAt: new Date(createdMs).toISOString() };
}

/** A stored report with what the process that records knows better. */
export function reportWith(
  report: SessionReport,
  run: Pick<SessionRun, 'summary' | 'samples' | 'bytes'>,
): SessionReport {
  const tracks = report.tracks.map((track) => {
    const samples = run.samples(track.source);
    return { ...track, samples, seconds: samplesToSec(samples) };
  });
  return { ...report, ...run.summary(), tracks, bytes: run.bytes() };
}
