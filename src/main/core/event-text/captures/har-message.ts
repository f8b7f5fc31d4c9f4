import type { EventText } from '../cut-texts.ts';
import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import { directionByType, type CaptureHints, type Estimate } from './captured-frame.ts';
import type { ReadText } from './dating.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

export type MessageReader = {
  read(taken: EventText, conn: string): ReadText;
  nextConnection(): void;
  /** A millisecond after the last message that has a date; `null` where none has. */
  afterLastMs(): number | null;
};

/** Reads an element of `_webSocketMessages`, or why it is no message. */
export function createMessageReader(hints: CaptureHints): MessageReader {
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
      return { line, problem: sentence('line.not-json') };
    }
    const opcode = opcodeOf(message.opcode);
    if (message.type === 'error' || opcode === -1) return { line, problem: sentence('line.har-error') };
    const { data } = message;
    const problem = problemOf(opcode, data);
    if (problem !== null || typeof data !== 'string')
      return { line, problem: problem ?? sentence('line.lacks', { names: 'data' }) };
    const told = isAbsent(message.type) ? null : directionOf(message.type);
    if (told === null && !isAbsent(message.type)) return { line, problem: sentence('line.bad-har-type') };
    const isBinary = opcode === 2;
    const time = timeOf(message.time ?? message.timestamp);
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
function problemOf(opcode: unknown, data: unknown): Sentence | null {
  if (opcode === 0) return sentence('line.continuation');
  if (opcode !== 1 && opcode !== 2) return sentence('line.control-frame', { opcode: String(opcode) });
  if (typeof data !== 'string') return sentence('line.lacks', { names: 'data' });
  return opcode === 2 && !base64.test(data) ? sentence('line.not-base64') : null;
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
  if (typeof opcode !== 'string') return opcode;
  if (/^text$/i.test(opcode)) return 1;
  return /^binary$/i.test(opcode) ? 2 : Number(opcode);
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
