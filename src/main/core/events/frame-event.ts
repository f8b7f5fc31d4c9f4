import { createHash } from 'node:crypto';
import { messageOf } from '../../../shared/errors.ts';
import type { EventDraft } from '../../../shared/events/events.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import type { FrameOnWire } from '../ports/ports.ts';
import { takeOutAudio } from './take-out-audio.ts';
import { say } from '../../../shared/words/all-words.ts';

// Frames that cannot be read are evidence, but nobody reads more of them than this.
const maxUnreadableChars = 64 * 1024;
/** Characters of a readable frame that are kept. */
export const maxReadableChars = 1024 * 1024;

/**
 * The event of one frame on a socket. Its audio is replaced by size and hash, so no sound ever enters the
 * database; lone surrogates, which no file can hold, become U+FFFD. Never throws: peers decide what a frame holds, and
 * one that cannot be kept is an event that says so.
 */
export function frameEvent(frame: FrameOnWire): EventDraft {
  const at = frame.at === undefined ? {} : { at: frame.at };
  try {
    return { ...wholeFrameEvent(frame), ...at };
  } catch (error) {
    const { direction, sessionId, target, connectionId, generation } = frame;
    return {
      kind: 'frame',
      type: 'unreadable',
      direction,
      sessionId,
      target,
      connectionId,
      generation,
      bytes: Buffer.byteLength(frame.raw),
      raw: '',
      reason: say('storage.frame-lost', { why: messageOf(error) }),
      ...at,
    };
  }
}

function wholeFrameEvent(frame: FrameOnWire): EventDraft {
  const { direction, message, sessionId, target, connectionId, generation } = frame;
  const mostChars = message === null ? maxUnreadableChars : maxReadableChars;
  const { text, audio, isCut } = takeOutAudio(frame.raw, message, mostChars);
  return {
    kind: 'frame',
    type: shortened(message?.type ?? 'unreadable'),
    direction,
    sessionId,
    target,
    connectionId,
    generation,
    bytes: Buffer.byteLength(frame.raw),
    raw: text.toWellFormed(),
    fields: {
      ...(message === null ? {} : listFields(message)),
      ...(audio === null ? {} : { audioBytes: audio.bytes, audioSha256: audio.sha256 }),
      ...((frame.deliveries ?? 1) > 1 ? { deliveries: frame.deliveries } : {}),
      ...(isCut ? { keptChars: text.length, rawSha256: sha256(frame.raw) } : {}),
    },
    reason: frame.reason ?? (isCut ? say('storage.frame-cut') : null),
  };
}

/** A text of its own: a part of a frame would keep the whole of it in memory. */
function shortened(text: string): string {
  if (text.length <= maxFieldChars) return text.toWellFormed();
  return Buffer.from(text.slice(0, maxFieldChars)).toString('utf8');
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
    if (typeof value === 'string') fields[name] = shortened(value);
    else if (typeof value === 'number' || typeof value === 'boolean') fields[name] = value;
  }
  return fields;
}

function ownValue(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  return (body as Record<string, unknown>)[name];
}
