import type { CapturedFrame, CaptureHints } from './captured-frame.ts';
import type { CaptureLines, ReadCaptureLine } from './terminal-copy.ts';
import { createGuessedTimes } from './told-time.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const ruler = /^={20,}$/;

export const isFollowed = (line: string): boolean => /^Follow: ?(?:websocket|tcp|tls|http)\b/i.test(line);
export const isPacketOfTshark = (text: string): boolean =>
  /^\[?\s*\{\s*(?:"index"\s*:\s*\{\s*)?"_index"\s*:\s*"packets-/.test(text) ||
  /^\[?\s*\{\s*"_source"\s*:\s*\{\s*"layers"/.test(text);

/**
 * What `tshark -z follow,websocket,ascii,N` prints: the length of a message on a line, indented where the server said it,
 * and the message below.
 */
export function readFollowed(hints: CaptureHints): CaptureLines {
  const guess = createGuessedTimes(hints.startedMs);
  let left = 0;
  let dir: 'in' | 'out' = 'out';
  let isCounted = false;
  let raw = '';

  function take(): CapturedFrame {
    const { atMs, isWall } = guess(raw);
    return { atMs, isWall, dir, conn: '1', raw, estimated: ['time'] };
  }

  return {
    line(text): ReadCaptureLine {
      if (left > 0) {
        raw += `${raw === '' ? '' : '\n'}${text}`;
        left -= Buffer.byteLength(text) + 1;
        return left > 0 ? null : take();
      }
      const length = /^(\t?)(\d{1,9})\r?$/.exec(text);
      if (length !== null) {
        isCounted = true;
        dir = length[1] === '' ? 'out' : 'in';
        left = Number(length[2]);
        raw = '';
        return null;
      }
      if (text.trim() === '' || ruler.test(text.trim()) || /^(?:Follow|Filter|Node [01]):/.test(text))
        return null;
      return isCounted ? { problem: sentence('line.no-length') } : null;
    },
    end: () => (left > 0 ? { problem: sentence('line.file-ends') } : null),
  };
}

type Part = {
  isFromClient: boolean;
  opcode: number;
  isLast: boolean;
  text: string | null;
  bytes: string | null;
};

// What is told of a frame, in the order of the packet. A packet of several frames has the same names again and again.
// `-T ek` puts the protocol before each name, and writes underscores.
const told =
  /"(?:(?:frame|tcp|websocket|data)_)?(frame[._]time_epoch|tcp[._]stream|websocket[._](?:fin|opcode|mask|payload[._]text)|data[._]data)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|(true|false))/g;
// Of its values alone, of one layer, or as hexadecimal numbers, a packet does not tell what was said.
const isOfWebSocket = /"websocket[._"]/;

/** Reads a packet of `tshark -T json` or `-T ek` for the messages in it, each of which it shows with its last frame. */
export function readPacket(text: string): ReadCaptureLine[] {
  let atMs: number | null = null;
  let conn = '0';
  const parts: Part[] = [];
  for (const [, written = '', quoted = '', bare] of text.matchAll(told)) {
    const name = nameOf(written);
    const value = bare ?? unquoted(quoted);
    if (name === 'frame.time_epoch') atMs = epochMs(value);
    else if (name === 'tcp.stream') conn = value;
    else if (name === 'websocket.fin')
      parts.push({ isFromClient: false, opcode: 1, isLast: isTrue(value), text: null, bytes: null });
    const part = parts.at(-1);
    if (name === 'websocket.opcode' && part !== undefined) part.opcode = Number(value);
    else if (name === 'websocket.mask' && part !== undefined) part.isFromClient = isTrue(value);
    else if (name === 'websocket.payload.text' && part !== undefined) part.text = value;
    else if (name === 'data.data') {
      // Where names do not come twice, what all frames hold stands behind the last of them.
      const holder = parts.find(isUnread);
      if (holder !== undefined) holder.bytes = value;
    }
  }
  if (parts.length === 0 && isOfWebSocket.test(text)) return [{ problem: unseen }];
  return parts.flatMap((part) => frameOf(part, conn, atMs));
}

/** `websocket_payload_text` is `websocket.payload.text`, and `frame_time_epoch` is `frame.time_epoch`. */
function nameOf(written: string): string {
  return written === 'websocket_payload_text'
    ? 'websocket.payload.text'
    : written.replace(/^([a-z]+)_/, '$1.');
}

/** A whole message that is no text, and whose bytes were not told yet. */
const isUnread = ({ opcode, isLast, text, bytes }: Part): boolean =>
  opcode <= 2 && isLast && text === null && bytes === null;

const unseen = sentence('line.packet-short');

function frameOf(part: Part, conn: string, atMs: number | null): ReadCaptureLine[] {
  const { isFromClient, opcode, isLast, text, bytes } = part;
  if (opcode > 2 || (!isLast && text === null)) return [];
  if (text === null && bytes === null) return [{ problem: unseen }];
  const binary = text === null ? Buffer.from((bytes ?? '').replaceAll(':', ''), 'hex') : null;
  return [
    {
      atMs: atMs ?? 0,
      isWall: atMs !== null,
      // What a client sends is masked, and nothing else is.
      dir: isFromClient ? 'out' : 'in',
      conn,
      raw: binary === null ? (text ?? '') : binary.toString('base64'),
      isBinary: binary !== null,
      estimated: atMs === null ? ['time'] : [],
    },
  ];
}

const isTrue = (value: string): boolean => value === '1' || /^true$/i.test(value);

/** Seconds since 1970; newer versions write a date. */
function epochMs(value: string): number | null {
  const atMs = /^[\d.]+$/.test(value) ? Math.round(Number(value) * 1e6) / 1e3 : Date.parse(value);
  return Number.isFinite(atMs) && atMs > 0 ? atMs : null;
}

function unquoted(text: string): string {
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text;
  }
}
