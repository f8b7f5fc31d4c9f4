import { createHash } from 'node:crypto';
import type { EventDraft } from '../../../shared/events/events.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import type { FrameOnWire } from '../ports/ports.ts';
import { takeOutAudio } from './take-out-audio.ts';

// Frames that cannot be read are evidence, but nobody reads more of them than this.
const maxUnreadableChars = 64 * 1024;
/** Characters of a readable frame that are kept. */
export const maxReadableChars = 1024 * 1024;

/**
 * The event of one frame on a socket. Its audio is replaced by size and hash, so no sound ever enters the
 * database; lone surrogates, which no file can hold, become U+FFFD.
 */
export function frameEvent(frame: FrameOnWire): EventDraft {
  const { direction, message, sessionId, target, connectionId, generation } = frame;
  const { text, audio } = takeOutAudio(frame.raw, message);
  const kept = cut(text.toWellFormed(), message === null ? maxUnreadableChars : maxReadableChars);
  const isCut = kept.length < text.length;
  return {
    kind: 'frame',
    type: (message?.type ?? 'unreadable').slice(0, maxFieldChars).toWellFormed(),
    direction,
    sessionId,
    target,
    connectionId,
    generation,
    bytes: Buffer.byteLength(frame.raw),
    raw: kept,
    fields: {
      ...(message === null ? {} : listFields(message)),
      ...(audio === null ? {} : { audioBytes: audio.bytes, audioSha256: audio.sha256 }),
      ...((frame.deliveries ?? 1) > 1 ? { deliveries: frame.deliveries } : {}),
      ...(isCut ? { keptChars: kept.length, rawSha256: sha256(frame.raw) } : {}),
    },
    reason: frame.reason ?? (isCut ? 'The frame is too long to be kept whole.' : null),
  };
}

function cut(text: string, maxChars: number): string {
  return text.length <= maxChars ? text : text.slice(0, maxChars).toWellFormed();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

// What a list shows of a frame, by its name on the wire. Spoken words stay in `raw` alone.
const listedFields = [
  'meetingId',
  'chunkId',
  'eventType',
  'status',
  'is_final',
  'trigger_reason',
  'stage',
  'error',
] as const;
const maxFieldChars = 200;

/** They stand at the top of a message or in its `data`, by type. */
function listFields(message: BackendMessage): Record<string, unknown> {
  const body = message.data;
  const fields: Record<string, unknown> = {};
  for (const name of listedFields) {
    const value = message[name] ?? ownValue(body, name);
    if (typeof value === 'string') fields[name] = value.slice(0, maxFieldChars);
    else if (typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  return fields;
}

function ownValue(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Record<string, unknown>)[name];
}
