import type { Participant } from './audio-message.ts';
import type { Take } from '../meetings/meeting-audio.ts';

/** Builders of everything this backend says, in a real backend's shapes. `atMs` is wall clock, ms since 1970. */
export type ServerMessage = { type: string } & Readonly<Record<string, unknown>>;

/** What was heard in one stretch of audio. */
export type Words = { text: string; confidence: number | null };

/** What a client gets to know about a meeting. */
export type MeetingFacts = {
  meetingId: string;
  participants: readonly Participant[];
  platform: string;
  /** Whether any client told of participants; the plain client does not. */
  enhanced: boolean;
};

/** `atMs` is given on connecting only, as a real backend does. */
export function handshakeAck(atMs?: number): ServerMessage {
  const ack = { type: 'HANDSHAKE_ACK', serverVersion: '1.0', status: 'ready' };
  return atMs === undefined ? ack : { ...ack, timestamp: iso(atMs) };
}

export function meetingEventAck(eventType: string): ServerMessage {
  return { type: 'MEETING_EVENT_ACK', eventType, status: 'acknowledged' };
}

export function sessionRegistered(session: {
  sessionId: string;
  meetingId: string;
  isNewSession: boolean;
  reconnectionCount: number;
}): ServerMessage {
  return { type: 'SESSION_REGISTERED', data: session };
}

export function normalResult(
  meetingId: string,
  take: Take,
  words: Words,
  at: { ms: number; chunkId: string },
): ServerMessage {
  return {
    type: 'TRANSCRIPTION_RESULT',
    data: {
      ...words,
      timestamp: iso(at.ms),
      speaker: 'Unknown',
      chunkId: at.chunkId,
      is_final: false,
      speakers: [],
      meetingId,
      speaker_id: null,
      speaker_confidence: 0,
      isFlushing: true,
      ...position(take),
    },
  };
}

export function timeoutResult(take: Take, words: Words, atMs: number): ServerMessage {
  return shortResult(take, words, atMs, { is_final: false, trigger_reason: 'timeout' });
}

export function finalResult(take: Take, words: Words, atMs: number): ServerMessage {
  return shortResult(take, words, atMs, { is_final: true });
}

function shortResult(take: Take, words: Words, atMs: number, end: object): ServerMessage {
  return {
    type: 'TRANSCRIPTION_RESULT',
    data: { ...words, timestamp: iso(atMs), speaker: 'Unknown', chunkId: null, ...end, ...position(take) },
  };
}

export function transcriptionError(
  meetingId: string,
  take: Take,
  failure: { errorType: string; message: string },
  atMs: number,
): ServerMessage {
  return {
    type: 'TRANSCRIPTION_ERROR',
    data: { ...failure, meetingId, timestamp: iso(atMs), ...position(take) },
  };
}

export function meetingUpdate(meeting: MeetingFacts, latestTranscript: string, atMs: number): ServerMessage {
  const registered = {
    participant_data: meeting.participants,
    participant_count: meeting.participants.length,
    platform: meeting.platform,
  };
  return {
    type: 'MEETING_UPDATE',
    data: {
      meetingId: meeting.meetingId,
      participants: namesOf(meeting),
      latestTranscript,
      timestamp: iso(atMs),
      ...(meeting.enhanced ? registered : {}),
    },
  };
}

export function processingStatus(
  stage: 'initialization' | 'final_audio' | 'summary_generation',
  message: string,
): ServerMessage {
  return { type: 'PROCESSING_STATUS', data: { message, stage } };
}

export function meetingSummary(
  meeting: MeetingFacts,
  outcome: { transcripts: number; durationMs: number; atMs: number },
): ServerMessage {
  const participants = namesOf(meeting);
  return {
    type: 'MEETING_SUMMARY',
    data: {
      meetingId: meeting.meetingId,
      summary: {
        summary: `Meeting transcript with ${outcome.transcripts} segments`,
        key_points: ['Transcript available for review'],
        participants,
      },
      tasks: { tasks: [] },
      participants,
      totalChunks: outcome.transcripts,
      duration: clockTime(outcome.durationMs),
      generatedAt: iso(outcome.atMs),
    },
  };
}

/** `meetingId` is `null` when there was no meeting to end. */
export function processingComplete(meetingId: string | null, transcripts: number): ServerMessage {
  const data =
    meetingId === null
      ? { message: 'No active session - processing completed', total_transcripts: 0 }
      : { message: 'Meeting processing completed', total_transcripts: transcripts, meeting_id: meetingId };
  return { type: 'PROCESSING_COMPLETE', data: { ...data, buffer_flush_confirmed: true } };
}

export function badInput(error: string): ServerMessage {
  return { type: 'ERROR', error };
}

export function badAudio(problem: string): ServerMessage {
  return { type: 'ERROR', error: `Audio processing failed: ${problem}`, recoverable: true };
}

function position(take: Take): { audioStartSec: number; audioEndSec: number } {
  return { audioStartSec: take.startSec, audioEndSec: take.endSec };
}

function namesOf(meeting: MeetingFacts): string[] {
  return meeting.participants.map((participant) => participant.name).sort();
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** `1:02:03.456`, the way a real backend writes a duration. */
function clockTime(ms: number): string {
  const sec = Math.floor(ms / 1000);
  const pad = (value: number, length: number): string => String(value).padStart(length, '0');
  return `${Math.floor(sec / 3600)}:${pad(Math.floor(sec / 60) % 60, 2)}:${pad(sec % 60, 2)}.${pad(Math.floor(ms % 1000), 3)}`;
}
