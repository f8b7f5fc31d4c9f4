import { randomBytes } from 'node:crypto';
import { canonicalName, isSpeech } from '../../../shared/protocol/names.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import { parseTranscriptionResult } from '../../../shared/protocol/server-messages.ts';
import { noChunks } from '../../../shared/session/no-counts.ts';
import type {
  ByteCounts,
  SessionReport,
  SessionState,
  TranscriptLine,
} from '../../../shared/session/session.ts';
import type { Clock } from '../ports/ports.ts';

/** What is written of a session that is played. */
export type SessionBooks = {
  create(
    session: {
      sessionId: string;
      meetingId: string;
      title: string;
      mode: 'stream';
      target: string;
      state: SessionState;
      reason: null;
      startedMs: number;
      endedMs: null;
      ownerPid: number;
    },
    tracks: readonly [],
  ): Promise<void>;
  setState(
    sessionId: string,
    change: { state: SessionState; reason: string | null; endedMs: number | null },
  ): Promise<void>;
  setBytes(sessionId: string, bytes: ByteCounts): Promise<void>;
  addTranscriptLine(sessionId: string, line: TranscriptLine): Promise<void>;
};

/** A result of a target, once, whatever names it came under. */
export type PlayedResult = { text: string; atMs: number; lastSentMs: number };

/** A session that is played to a target: its entry in the list, its words and when they came. */
export type PlayedSession = {
  sessionId: string;
  meetingId: string;
  onSent(atMs: number): void;
  onMessage(message: BackendMessage, atMs: number): void;
  results: readonly PlayedResult[];
  end(outcome: { bytes: ByteCounts; reason: string | null }): Promise<void>;
};

// Two names for one result come at the same moment.
const sameResultMs = 2_000;

export async function openPlayedSession(
  { title, target, speed }: { title: string; target: string; speed: number },
  { clock, books }: { clock: Clock; books: SessionBooks },
): Promise<PlayedSession> {
  const startedMs = clock.nowMs();
  const stamp = new Date(startedMs).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const sessionId = `${stamp}-${randomBytes(4).toString('hex')}`;
  const results: PlayedResult[] = [];
  let lastSentMs = 0;
  let lastResultSentMs = 0;
  let work: Promise<void> = Promise.resolve();
  await books.create(
    {
      sessionId,
      meetingId: sessionId,
      title,
      mode: 'stream',
      target,
      state: 'recording',
      reason: null,
      startedMs,
      endedMs: null,
      ownerPid: process.pid,
    },
    [],
  );

  return {
    sessionId,
    meetingId: sessionId,
    results,
    onSent(atMs) {
      lastSentMs = atMs;
    },
    onMessage(message, atMs) {
      if (canonicalName(message.type) !== 'TRANSCRIPTION_RESULT') return;
      const result = parseTranscriptionResult(message.data);
      if (!result.ok || !isSpeech(result.value.text)) return;
      const { text, speaker } = result.value;
      if (results.some((one) => one.text === text && atMs - one.atMs < sameResultMs)) return;
      results.push({ text, atMs, lastSentMs });
      const line: TranscriptLine = {
        startSec: (lastResultSentMs / 1_000) * speed,
        endSec: (lastSentMs / 1_000) * speed,
        text,
        speaker: speaker ?? 'Unknown',
        flags: ['estimated-time'],
      };
      lastResultSentMs = lastSentMs;
      work = work.then(() => books.addTranscriptLine(sessionId, line));
    },
    async end({ bytes, reason }) {
      await work;
      await books.setBytes(sessionId, bytes);
      await books.setState(sessionId, {
        state: reason === null ? 'ended' : 'failed',
        reason,
        endedMs: clock.nowMs(),
      });
    },
  };
}

/** The report of a played session: its chunks went out once, past the outbox, and nothing proves that they were read. */
export async function playedReport(
  show: (sessionId: string) => Promise<SessionReport>,
  sessionId: string,
  sent: number,
): Promise<SessionReport> {
  const report = await show(sessionId);
  return { ...report, chunks: { ...noChunks, captured: sent, sent, unconfirmed: sent } };
}
