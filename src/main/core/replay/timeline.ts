import type { StoredEvent } from '../../../shared/events/events.ts';
import { isRecord } from '../../../shared/is-record.ts';

/** A frame that is to be sent, at a time from the beginning. */
export type TimedFrame = {
  atMs: number;
  message: Record<string, unknown>;
  audioBytes: number;
  /** `null` for what is no audio, zeros where only its size is known. */
  audioSha256: string | null;
  /** Where it is in the recording, as a bundle tells it. */
  firstSample: number | null;
};

/** What one recorded connection of a client sent. */
export type RecordedConnection = { connectionId: string | null; frames: TimedFrame[] };

export type Timeline = {
  connections: RecordedConnection[];
  notSent: number;
  /** Chunks of audio that are taken, and those before the time asked for. */
  chunks: { taken: number; before: number };
};

const sampleRateHz = 16_000;
const takenOut = /^\[audio (\d{1,15}) bytes sha256:([0-9a-f]{64})\]$/;

/** What clients sent in a session, by connection, with times from the first frame. Frames that were cut are left out. */
export async function readTimeline(events: AsyncIterable<StoredEvent>, fromSec: number): Promise<Timeline> {
  const connections = new Map<string | null, RecordedConnection>();
  let baseMs: number | null = null;
  let notSent = 0;
  const chunks = { taken: 0, before: 0 };
  for await (const event of events) {
    if (event.direction !== 'out') continue;
    const message = event.kind === 'frame' ? messageOf(event) : null;
    if (message === null) {
      notSent += 1;
      continue;
    }
    baseMs ??= event.monoMs;
    const audio = takenOut.exec(typeof message.data === 'string' ? message.data : '');
    const givenMs = Math.max(0, event.monoMs - baseMs - fromSec * 1_000);
    const firstSample = firstSampleOf(event, message);
    const audioSec = firstSample === null ? (event.monoMs - baseMs) / 1_000 : firstSample / sampleRateHz;
    if (audio !== null) {
      const isBefore = audioSec < fromSec;
      chunks[isBefore ? 'before' : 'taken'] += 1;
      if (isBefore) continue;
    }
    const connection = connections.get(event.connectionId) ?? {
      connectionId: event.connectionId,
      frames: [],
    };
    connections.set(event.connectionId, connection);
    connection.frames.push({
      atMs: givenMs,
      message,
      audioBytes: Number(audio?.[1] ?? 0),
      audioSha256: audio?.[2] ?? null,
      firstSample,
    });
  }
  return { connections: [...connections.values()], notSent, chunks };
}

/** Where the audio of a chunk begins in its recording: what was recorded faster than it was spoken tells it no other way. */
function firstSampleOf(
  { fields, sessionId }: StoredEvent,
  { chunkId }: Record<string, unknown>,
): number | null {
  if (typeof fields.firstSample === 'number') return fields.firstSample;
  if (typeof chunkId !== 'string' || sessionId === null || !chunkId.startsWith(`${sessionId}-`)) return null;
  const named = /^\d{1,12}$/.exec(chunkId.slice(sessionId.length + 1))?.[0];
  return named === undefined ? null : Number(named);
}

function messageOf({ raw, fields }: StoredEvent): Record<string, unknown> | null {
  if (raw === null || fields.keptChars !== undefined) return null;
  try {
    const value: unknown = JSON.parse(raw);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

const carriesMeeting = new Set(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED']);

/** Gives a message the meeting of the replay: a target would go on with the old meeting otherwise. */
export function withMeeting(message: Record<string, unknown>, meetingId: string): Record<string, unknown> {
  const { type, data, metadata } = message;
  const isChunk = typeof type === 'string' && carriesMeeting.has(type);
  const changed = withOwnUrl(message, meetingId);
  if ('meetingId' in message || isChunk) changed.meetingId = meetingId;
  if (isRecord(metadata)) changed.metadata = withOwnUrl(metadata, meetingId);
  if (isRecord(data) && ('meetingId' in data || type === 'MEETING_EVENT'))
    changed.data = { ...data, meetingId };
  return changed;
}

/** Our own client names the meeting in its address as well; that of a real meeting stays. */
function withOwnUrl(fields: Record<string, unknown>, meetingId: string): Record<string, unknown> {
  const { meetingUrl } = fields;
  const isOwn = typeof meetingUrl === 'string' && meetingUrl.startsWith('scrumbot://');
  return isOwn ? { ...fields, meetingUrl: `scrumbot://${meetingId}` } : { ...fields };
}
