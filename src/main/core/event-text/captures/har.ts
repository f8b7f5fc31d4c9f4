import type { Cutter, EventText } from '../cut-texts.ts';
import { createCollector } from '../collector.ts';
import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import {
  directionByType,
  type CapturedConnection,
  type CaptureHints,
  type Estimate,
} from './captured-frame.ts';
import { createDating, type ReadText } from './dating.ts';

const quote = 34;
const backslash = 92;
const comma = 44;
const colon = 58;

const placeOfMessages = ['', 'log', 'entries', '', '_webSocketMessages'];
const placeOfEntry = ['', 'log', 'entries', ''];
const placeOfRequest = [...placeOfEntry, 'request'];
const longestName = 64;
const longestUrl = 8_192;

/**
 * Cuts a HAR file into the WebSocket messages of its entries (`_webSocketMessages`, as Chrome's developer tools, HTTP
 * Toolkit, Proxyman and mitmproxy write them). Each entry that has some is a connection, named by its place in the file.
 */
export function cutHar(hints: CaptureHints, onConnection: (connection: CapturedConnection) => void): Cutter {
  const collector = createCollector();
  /** The keys under which what is open stands; nothing inside of a list. */
  const names: string[] = [];
  let text: number[] = [];
  let key = '';
  let isInString = false;
  let isEscaped = false;
  let line = 1;
  let firstLine = 1;
  let entry = 0;
  let url = '';
  let startedMs: number | null = null;
  let messages = 0;
  let dating = createDating();
  const reader = createMessageReader(hints);

  const isAt = (place: readonly string[]): boolean =>
    names.length === place.length && place.every((name, depth) => names[depth] === name);
  /** No name of interest stands deeper, and texts inside of messages are not looked at. */
  const longest = (): number => (names.length > 5 ? 0 : isAt(placeOfRequest) ? longestUrl : longestName);

  function endOfText(): void {
    if (key === 'url' && text.length > 0 && isAt(placeOfRequest)) {
      url = Buffer.from(text).toString('utf8').replaceAll('\\/', '/');
      key = '';
    } else if (key === 'startedDateTime' && isAt(placeOfEntry)) {
      const atMs = Date.parse(Buffer.from(text).toString('utf8'));
      startedMs = Number.isNaN(atMs) ? null : atMs;
      key = '';
    }
  }

  function open(at: number): number {
    const isMessage = isAt(placeOfMessages);
    names.push(key);
    key = '';
    text = [];
    if (names.length === 4 && names[2] === 'entries') {
      entry += 1;
      dating = createDating();
      reader.nextConnection();
    }
    if (!isMessage) return -1;
    firstLine = line;
    return at;
  }

  function close(found: EventText[]): boolean {
    names.pop();
    key = '';
    text = [];
    if (names.length === 3 && names[2] === 'entries') {
      if (messages > 0) onConnection({ conn: String(entry), url });
      const beganMs = startedMs ?? hints.startedMs ?? reader.afterLastMs();
      found.push(...(beganMs === null ? dating.end() : dating.began(beganMs)));
      messages = 0;
      url = '';
      startedMs = null;
    }
    return isAt(placeOfMessages);
  }

  return {
    push(block) {
      const found: EventText[] = [];
      let from = names.length > placeOfMessages.length && isInMessages(names) ? 0 : -1;
      let limit = longest();
      let nextBackslash = -1;
      /** Where a text may end that nobody wants to know: most of a capture is audio, and looked at by the byte it takes long. */
      const endOfUnread = (at: number): number => {
        if (nextBackslash < at) nextBackslash = block.indexOf(backslash, at);
        if (nextBackslash === -1) nextBackslash = block.length;
        const nextQuote = block.indexOf(quote, at);
        return Math.min(nextQuote === -1 ? block.length : nextQuote, nextBackslash);
      };
      for (let at = 0; at < block.length; at += 1) {
        if (isInString && !isEscaped && text.length >= limit) {
          at = endOfUnread(at);
          if (at >= block.length) break;
        }
        const unit = block[at] ?? 0;
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (unit === backslash) isEscaped = true;
          else if (unit === quote) {
            isInString = false;
            endOfText();
            continue;
          }
          if (text.length < limit) text.push(unit);
        } else if (unit === quote) {
          isInString = true;
          text = [];
        } else if (unit === colon) {
          if (limit > 0) key = String.fromCharCode(...text.slice(0, longestName));
        } else if (unit === comma) {
          key = '';
        } else if (unit === 123 || unit === 91) {
          const start = open(at);
          if (start !== -1) from = start;
          limit = longest();
        } else if (unit === 125 || unit === 93) {
          if (close(found) && from !== -1) {
            collector.add(block.subarray(from, at + 1));
            found.push(...dating.add(reader.read(collector.take(firstLine), String(entry))));
            messages += 1;
            from = -1;
          }
          limit = longest();
        }
        if (unit === 10) line += 1;
      }
      if (from !== -1) collector.keep(block.subarray(from));
      return found;
    },
    end() {
      const last = dating.end();
      if (!collector.isEmpty())
        last.push({ line: firstLine, text: null, problem: 'the file ends in the middle of a message' });
      // Cut between two messages, it would look as if it had no more.
      else if (names.length > 0)
        last.push({ line, text: null, problem: 'the file breaks off here, and what comes after is missing' });
      return last;
    },
  };
}

function isInMessages(names: readonly string[]): boolean {
  return placeOfMessages.every((name, depth) => names[depth] === name);
}

type MessageReader = {
  read(taken: EventText, conn: string): ReadText;
  nextConnection(): void;
  /** A millisecond after the last message that has a date; `null` where none has. */
  afterLastMs(): number | null;
};

/** Reads a message of the file, or why it is none. */
function createMessageReader(hints: CaptureHints): MessageReader {
  let last: { atMs: number; isWall: boolean } | null = null;
  let lastWallMs: number | null = null;

  /** Of a message without a time: a millisecond after the one before. */
  function guessedTime(): { atMs: number; isWall: boolean } {
    if (last !== null) return { atMs: last.atMs + 1, isWall: last.isWall };
    return { atMs: hints.startedMs ?? 0, isWall: hints.startedMs !== undefined };
  }

  function read(taken: EventText, conn: string): ReadText {
    if (taken.text === null) return taken;
    const { line, isUtf8 } = taken;
    let message: Readonly<Record<string, unknown>>;
    try {
      message = JSON.parse(taken.text) as Readonly<Record<string, unknown>>;
    } catch {
      return { line, problem: 'it is not JSON' };
    }
    const opcode = opcodeOf(message.opcode);
    if (message.type === 'error' || opcode === -1)
      return { line, problem: 'it is an error that the browser noted, and no message' };
    const { data } = message;
    const problem = problemOf(opcode, data);
    if (problem !== null || typeof data !== 'string') return { line, problem: problem ?? 'it has no data' };
    const told = isAbsent(message.type) ? null : directionOf(message.type);
    if (told === null && !isAbsent(message.type))
      return { line, problem: 'its type is neither "send" nor "receive"' };
    const isBinary = opcode === 2;
    const time = timeOf(message.time);
    // What counts from some beginning tells nothing beside a date.
    last = time === null || (!time.isWall && last?.isWall === true) ? guessedTime() : time;
    if (last.isWall) lastWallMs = last.atMs;
    const estimated: Estimate[] = [
      ...(time?.isWall === true ? [] : ['time' as const]),
      ...(told === null ? ['direction' as const] : []),
    ];
    const dir = told ?? directionOfText(data) ?? hints.direction ?? 'in';
    const frame = { ...time, ...last, dir, conn, raw: data, isBinary, estimated };
    return { line, isUtf8, frame };
  }

  return {
    read,
    nextConnection() {
      last = null;
    },
    afterLastMs: () => (lastWallMs === null ? null : lastWallMs + 1),
  };
}

// Groups of four with their filling, in either alphabet; wrapped lines are taken as well.
const base64 = /^[\w+/\s-]*={0,2}\s*$/;

/** Why what stands there cannot be taken for a whole message. */
function problemOf(opcode: unknown, data: unknown): string | null {
  if (opcode === 0) return 'it is a part of a message (a continuation), and no whole one';
  if (opcode !== 1 && opcode !== 2) return `it is no message but a control frame (opcode ${String(opcode)})`;
  if (typeof data !== 'string') return 'it has no data';
  return opcode === 2 && !base64.test(data) ? 'it is binary, and its data is no base64' : null;
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

function directionOfText(data: string): 'in' | 'out' | null {
  const frame = decodeFrame(data);
  return frame.ok ? directionByType(frame.message.type) : null;
}

function directionOf(type: unknown): 'in' | 'out' | null {
  if (typeof type !== 'string') return null;
  if (/^(?:receive|received|recv|incoming|inbound|in|server|response)$/i.test(type)) return 'in';
  return /^(?:send|sent|outgoing|outbound|out|client|request)$/i.test(type) ? 'out' : null;
}

function opcodeOf(opcode: unknown): unknown {
  if (opcode === undefined || opcode === null) return 1;
  if (opcode === 'text') return 1;
  if (opcode === 'binary') return 2;
  return typeof opcode === 'string' ? Number(opcode) : opcode;
}

// Nobody captured WebSockets before 1973: a smaller number counts from the start of a program or a connection.
const earliestSec = 1e8;

/** Seconds, ms or µs since 1970, or a date; browsers write seconds. `null` for what is no time. */
function timeOf(time: unknown): { atMs: number; isWall: boolean; capturedSec?: number } | null {
  if (isAbsent(time) || (typeof time !== 'string' && typeof time !== 'number')) return null;
  if (typeof time === 'string' && !/^[\d.]+$/.test(time)) {
    const atMs = Date.parse(time);
    return Number.isNaN(atMs) ? null : { atMs, isWall: true };
  }
  const number = Number(time);
  if (!Number.isFinite(number) || number < 0) return null;
  if (number >= 1e14) return { atMs: number / 1_000, isWall: true };
  if (number >= 1e11) return { atMs: number, isWall: true };
  // A microsecond is finer than any clock that stamped it, and hides the error of the multiplication.
  const atMs = Math.round(number * 1e6) / 1e3;
  if (number < earliestSec) return { atMs, isWall: false };
  return secondsOf(atMs) === number ? { atMs, isWall: true } : { atMs, isWall: true, capturedSec: number };
}

/** The time as a HAR file writes it. */
export function secondsOf(atMs: number): number {
  return Math.round(atMs * 1e3) / 1e6;
}
