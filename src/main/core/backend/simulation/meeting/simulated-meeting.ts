import type { Participant } from '../../wire/audio-message.ts';
import type { MeetingFacts, ServerMessage } from '../../wire/messages.ts';
import { createRecentTexts, type RecentTexts } from '../../meetings/text-similarity.ts';
import type { LedgerChunk } from '../ledger.ts';

/** A connection as the meeting that it speaks in sees it. A dead one stays in the list, as it does in a real backend. */
export type SimulatedClient = {
  isOpen(): boolean;
  send(message: ServerMessage): void;
};

type Part = { chunk: LedgerChunk; pcm: Int16Array };

/** What a transcriber is given: the buffer as it was, which stays full meanwhile. */
export type Snapshot = { chunks: LedgerChunk[]; pcm: Int16Array };

/**
 * The one buffer of a meeting, with a real backend's flaw: it is emptied when a transcription is done, not when it
 * begins, so what arrives meanwhile is wiped.
 */
export type SimulatedBuffer = {
  add(chunk: LedgerChunk, pcm: Int16Array, atMs: number): void;
  heldMs(): number;
  isFull(): boolean;
  /** Nearly full, or waiting for too long, and worth transcribing. */
  isStale(nowMs: number): boolean;
  snapshot(): Snapshot;
  /** Empties it; answers what was in it and in no snapshot. */
  clear(): LedgerChunk[];
};

/** Meetings live as long as their process. */
export type SimulatedMeeting = MeetingFacts & {
  url: string;
  participants: Participant[];
  buffer: SimulatedBuffer;
  /** Somebody transcribes; nobody else begins meanwhile. */
  isLocked: boolean;
  clients: Set<SimulatedClient>;
  recentTexts: RecentTexts;
  /** Texts that the meeting's end counts, repetitions too. */
  texts: string[];
  chunks: number;
  registrations: number;
  startedMs: number;
};

// The figures of a real backend.
const fullMs = 3_000;
const nearlyFullMs = 0.95 * fullMs;
const staleAfterMs = 5_000;
const worthwhileMs = 1_000;
const samplesPerMs = 16;

export function createSimulatedBuffer(): SimulatedBuffer {
  let parts: Part[] = [];
  const taken = new Set<LedgerChunk>();
  let oldestMs = 0;

  const heldMs = (): number => parts.reduce((sum, { pcm }) => sum + pcm.length, 0) / samplesPerMs;

  return {
    add(chunk, pcm, atMs) {
      if (parts.length === 0) oldestMs = atMs;
      parts.push({ chunk, pcm });
    },
    heldMs,
    isFull: () => heldMs() >= fullMs,
    isStale: (nowMs) =>
      (heldMs() >= nearlyFullMs || nowMs - oldestMs > staleAfterMs) && heldMs() >= worthwhileMs,
    snapshot() {
      const chunks = parts.map((part) => part.chunk);
      for (const chunk of chunks) taken.add(chunk);
      return { chunks, pcm: joined(parts.map((part) => part.pcm)) };
    },
    clear() {
      const wiped = parts.map((part) => part.chunk).filter((chunk) => !taken.has(chunk));
      parts = [];
      taken.clear();
      return wiped;
    },
  };
}

export function createSimulatedMeeting(
  meetingId: string,
  place: { platform: string; url: string },
  nowMs: number,
): SimulatedMeeting {
  return {
    meetingId,
    ...place,
    participants: [],
    enhanced: false,
    buffer: createSimulatedBuffer(),
    isLocked: false,
    clients: new Set(),
    recentTexts: createRecentTexts(),
    texts: [],
    chunks: 0,
    registrations: 0,
    startedMs: nowMs,
  };
}

function joined(parts: readonly Int16Array[]): Int16Array {
  const whole = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
