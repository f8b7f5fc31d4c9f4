import { createHash } from 'node:crypto';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';

type Payload = { bytes: number; sha256: string };

/** `audio` is the payload of a message that carries audio. */
export type FrameWithoutAudio = { text: string; audio: Payload | null };

const audioTypes = new Set(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED']);

// Longer than any id, hash or word; 6 ms of our audio. A backslash is in it because some writers escape "/".
const longBase64 = /[A-Za-z0-9+/=_\\-]{256,}/g;

/**
 * Replaces audio in a frame's text by its size and hash. It works on the text itself, so that our own chunks
 * are not parsed a second time and frames that are cut or not JSON lose their audio as well.
 */
export function takeOutAudio(raw: string, message: BackendMessage | null): FrameWithoutAudio {
  const payload = message !== null && audioTypes.has(message.type) ? message.data : undefined;
  if (typeof payload !== 'string' || payload === '') return { text: withoutLongBase64(raw), audio: null };
  const taken = takenOut.exec(payload);
  // What was recorded before and comes back from a file has no audio any more, but still tells how much there was.
  if (taken !== null) {
    return { text: withoutLongBase64(raw), audio: { bytes: Number(taken[1]), sha256: taken[2] ?? '' } };
  }
  const audio = measure(payload);
  // Base64 is the same in JSON as outside of it; anything else is found by its JSON form.
  const quoted = raw.includes(`"${payload}"`) ? `"${payload}"` : JSON.stringify(payload);
  const text = raw.replace(quoted, () => `"${placeholder('audio', audio)}"`);
  return { text: withoutLongBase64(text), audio };
}

/** Replaces whatever may be audio, wherever it stands in a text. */
export function withoutLongBase64(text: string): string {
  return text.replace(longBase64, (base64) => placeholder('base64', measure(base64)));
}

function measure(base64: string): Payload {
  const bytes = Buffer.from(base64, 'base64');
  // Decoding drops what is left over of a text that is not base64, and different texts would look the same.
  const hashed = base64.length % 4 === 0 ? bytes : base64;
  return { bytes: bytes.length, sha256: createHash('sha256').update(hashed).digest('hex') };
}

const takenOut = /^\[audio (\d+) bytes sha256:([0-9a-f]{64})\]$/;

function placeholder(label: string, payload: Payload): string {
  return `[${label} ${payload.bytes} bytes sha256:${payload.sha256}]`;
}
