import { createHash, hash } from 'node:crypto';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';

type Payload = { bytes: number; sha256: string };

/** `audio` is the payload of a message that carries audio. */
export type FrameWithoutAudio = {
  /** At most as long as was asked for, and in memory by itself, not as a part of the whole frame. */
  text: string;
  audio: Payload | null;
  isCut: boolean;
};

const audioTypes = new Set(['AUDIO_CHUNK', 'audio_chunk', 'AUDIO_CHUNK_ENHANCED']);

// Longer than any id, hash or word; 6 ms of our audio.
const shortestBase64 = 256;
// A backslash is among them because some writers escape "/".
const base64Chars = new Uint8Array(128);
for (const char of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-\\')
  base64Chars[char.charCodeAt(0)] = 1;

/**
 * Replaces audio in a frame's text by its size and hash, and cuts what is longer than `mostChars` then. It works on the
 * text itself, so that our own chunks are not parsed a second time and frames that are cut or not JSON lose their audio
 * as well.
 */
export function takeOutAudio(
  raw: string,
  message: BackendMessage | null,
  mostChars: number,
): FrameWithoutAudio {
  const payload = message !== null && audioTypes.has(message.type) ? message.data : undefined;
  if (typeof payload !== 'string' || payload === '') return { ...replaceRuns(raw, mostChars), audio: null };
  const taken = takenOut.exec(payload);
  // What was recorded before and comes back from a file has no audio any more, but still tells how much there was.
  if (taken !== null) {
    const audio = { bytes: Number(taken[1]), sha256: taken[2] ?? '' };
    return { ...replaceRuns(raw, mostChars), audio };
  }
  const audio = measure(payload);
  return { ...replaceRuns(withoutPayload(raw, payload, audio), mostChars), audio };
}

function withoutPayload(raw: string, payload: string, audio: Payload): string {
  // Base64 is the same in JSON as outside of it; anything else is found by its JSON form.
  for (const quoted of [`"${payload}"`, JSON.stringify(payload)]) {
    const at = raw.indexOf(quoted);
    if (at !== -1)
      return `${raw.slice(0, at)}"${placeholder('audio', audio)}"${raw.slice(at + quoted.length)}`;
  }
  return raw;
}

/** Replaces whatever may be audio, wherever it stands in a text. */
export function withoutLongBase64(text: string): string {
  return replaceRuns(text, Number.POSITIVE_INFINITY).text;
}

/** Reads no further than the part that is kept, so that a frame of many runs costs no more than one of few. */
function replaceRuns(text: string, mostChars: number): { text: string; isCut: boolean } {
  const parts: string[] = [];
  let length = 0;
  let from = 0;
  for (let run = nextRun(text, 0); run !== null && length < mostChars; run = nextRun(text, from)) {
    const replaced = placeholder('base64', measure(text.slice(run.start, run.end)));
    parts.push(text.slice(from, run.start), replaced);
    length += run.start - from + replaced.length;
    from = run.end;
  }
  if (parts.length === 0 && text.length <= mostChars) return { text, isCut: false };
  const rest = Math.max(0, mostChars - length);
  parts.push(text.slice(from, from + rest));
  const isCut = length > mostChars || text.length - from > rest;
  // A part of a text keeps the whole of it in memory; bytes and back make it one of its own.
  const kept = isCut ? Buffer.from(parts.join('').slice(0, mostChars)).toString('utf8') : parts.join('');
  return { text: kept, isCut };
}

/**
 * The next stretch of base64 that is long enough. Looks at the last place where it could still be whole first, so most
 * text is passed over in great steps and none is read more than twice. No regular expression: on some millions of
 * letters one runs out of stack.
 */
function nextRun(text: string, from: number): { start: number; end: number } | null {
  let start = from;
  while (start + shortestBase64 <= text.length) {
    let at = start + shortestBase64 - 1;
    while (at >= start && isBase64(text, at)) at -= 1;
    if (at < start) {
      let end = start + shortestBase64;
      while (end < text.length && isBase64(text, end)) end += 1;
      return { start, end };
    }
    start = at + 1;
  }
  return null;
}

function isBase64(text: string, at: number): boolean {
  return base64Chars[text.charCodeAt(at)] === 1;
}

function measure(base64: string): Payload {
  const bytes = Buffer.from(base64, 'base64');
  // Decoding drops what is left over of a text that is not base64, and different texts would look the same.
  const hashed = base64.length % 4 === 0 ? bytes : base64;
  return { bytes: bytes.length, sha256: sha256(hashed) };
}

// The one-shot form is much the faster for short inputs; long texts it would copy once more.
function sha256(hashed: Buffer | string): string {
  if (hashed.length < 65_536) return hash('sha256', hashed);
  return createHash('sha256').update(hashed).digest('hex');
}

const takenOut = /^\[audio (\d{1,15}) bytes sha256:([0-9a-f]{64})\]$/;

function placeholder(label: string, payload: Payload): string {
  return `[${label} ${payload.bytes} bytes sha256:${payload.sha256}]`;
}
