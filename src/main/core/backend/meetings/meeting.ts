import type { Participant } from '../wire/audio-message.ts';
import { createTurnQueue, type TurnQueue } from './turn-queue.ts';
import { createMeetingAudio, type MeetingAudio } from './meeting-audio.ts';
import type { MeetingFacts, ServerMessage } from '../wire/messages.ts';
import { createRecentTexts, type RecentTexts } from './text-similarity.ts';

/** A connection as meetings see it. */
export type Client = {
  isOpen(): boolean;
  /** Does nothing once the connection is closed. */
  send(message: ServerMessage): void;
};

/** One meeting: its audio, its clients and what was heard. Changed only by work whose turn it is. */
export type Meeting = MeetingFacts & {
  turns: TurnQueue;
  audio: MeetingAudio;
  recentTexts: RecentTexts;
  clients: Set<Client>;
  /** Answers whose client went away before they were ready; the next client that comes gets them. */
  undelivered: ServerMessage[];
  participants: readonly Participant[];
  enhanced: boolean;
  /** Results with words, so far. */
  transcripts: number;
  /** Sessions that AUDIO_CHUNK_ENHANCED registered, so far. */
  registrations: number;
  /** Monotonic ms. */
  startedMs: number;
  lastActiveMs: number;
  /** Its end was asked for and answered; more audio opens it again. */
  ended: boolean;
};

export function createMeeting(meetingId: string, platform: string, nowMs: number): Meeting {
  return {
    meetingId,
    platform,
    turns: createTurnQueue(),
    audio: createMeetingAudio(),
    recentTexts: createRecentTexts(),
    clients: new Set(),
    undelivered: [],
    participants: [],
    enhanced: false,
    transcripts: 0,
    registrations: 0,
    startedMs: nowMs,
    lastActiveMs: nowMs,
    ended: false,
  };
}

/** Adds a client, which gets what others could not be told any more. */
export function joinMeeting(meeting: Meeting, client: Client): void {
  if (!client.isOpen() || meeting.clients.has(client)) return;
  meeting.clients.add(client);
  for (const message of meeting.undelivered.splice(0)) client.send(message);
}

/** Sends an answer to those of the receivers that are still there, and keeps it when none is. */
export function deliver(meeting: Meeting, receivers: Iterable<Client>, message: ServerMessage): void {
  const present = [...receivers].filter((client) => client.isOpen());
  for (const client of present) client.send(message);
  if (present.length === 0) meeting.undelivered.push(message);
}
