import type { StoredEvent } from '../../../shared/events/events.ts';

/** A frame that is to be sent, at a time from the beginning. */
export type TimedFrame = {
  atMs: number;
  message: Record<string, unknown>;
  audioBytes: number;
  audioSha256: string | null;
};

/** What one recorded connection of a client sent. */
export type RecordedConnection = { connectionId: string | null; frames: TimedFrame[] };

export type Timeline = { connections: RecordedConnection[]; notSent: number };

const takenOut = /^\[audio (\d{1,15}) bytes sha256:([0-9a-f]{64})\]$/;

/** What clients sent in a session, by connection, with times from the first frame. Frames that were cut are left out. */
export async function readTimeline(events: AsyncIterable<StoredEvent>, fromSec: number): Promise<Timeline> {
  const connections = new Map<string | null, RecordedConnection>();
  let baseMs: number | null = null;
  let notSent = 0;
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
    const isBefore = event.monoMs - baseMs < fromSec * 1_000;
    if (audio !== null && isBefore) continue;
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
    });
  }
  return { connections: [...connections.values()], notSent };
}

function messageOf({ raw, fields }: StoredEvent): Record<string, unknown> | null {
  if (raw === null || fields.keptChars !== undefined) return null;
  try {
    const value = JSON.parse(raw) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
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
  if (isFields(metadata)) changed.metadata = withOwnUrl(metadata, meetingId);
  if (isFields(data) && ('meetingId' in data || type === 'MEETING_EVENT'))
    changed.data = { ...data, meetingId };
  return changed;
}

/** Our own client names the meeting in its address as well; that of a real meeting stays. */
function withOwnUrl(fields: Record<string, unknown>, meetingId: string): Record<string, unknown> {
  const { meetingUrl } = fields;
  const isOwn = typeof meetingUrl === 'string' && meetingUrl.startsWith('scrumbot://');
  return isOwn ? { ...fields, meetingUrl: `scrumbot://${meetingId}` } : { ...fields };
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
