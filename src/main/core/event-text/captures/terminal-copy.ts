import { decodeFrame } from '../../../../shared/protocol/decode.ts';
import { directionByType, type CapturedFrame, type CaptureHints } from './captured-frame.ts';
import { unescaped } from './message-in-line.ts';
import { createGuessedTimes } from './told-time.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';

/** What became of a line: a frame that is whole now, nothing, or why it is none. */
export type ReadCaptureLine = CapturedFrame | { problem: string | Sentence } | null;

/** Reads the lines of a capture, one after another. */
export type CaptureLines = { line(text: string): ReadCaptureLine; end(): ReadCaptureLine };

/** Colours, and what redraws a line of a terminal. */
// eslint-disable-next-line no-control-regex
const escapeSequence = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** What a terminal showed, without colours and movements. */
export function withoutEscapes(text: string): string {
  return text.replace(escapeSequence, '').replaceAll('\r', '');
}

/**
 * What wscat showed in a terminal: `<` before what came, `>` before what was sent. A message of several lines goes on
 * until it is whole.
 */
export function readWscat(hints: CaptureHints): CaptureLines {
  const guess = createGuessedTimes(hints.startedMs);
  let conn = 0;
  let isOpen = false;
  let waiting: { dir: 'in' | 'out'; raw: string } | null = null;

  function take(): CapturedFrame | null {
    if (waiting === null) return null;
    const { dir, raw } = waiting;
    waiting = null;
    if (!isOpen) conn += 1;
    isOpen = true;
    const { atMs, isWall } = guess(raw);
    return { atMs, isWall, dir, conn: String(conn), raw, estimated: ['time'] };
  }

  return {
    line(text) {
      const shown = withoutEscapes(text);
      // A prompt that waits stands before what came meanwhile.
      const marked = /^\s*(?:>\s+(?=<\s))?([<>])\s?(.*)$/.exec(shown);
      const isEnd = /^\s*(?:>\s*)?(?:Connected \(press|Disconnected \(code:)/.test(shown);
      if (marked !== null && !isEnd) {
        const frame = take();
        const [, mark, raw = ''] = marked;
        // The prompt alone, and what is said to wscat itself or by it.
        const isOfWscat = mark === '>' ? /^\/(?:ping|pong|close)\b/ : /^Received (?:ping|pong)\b/;
        if (raw.trim() !== '' && !isOfWscat.test(raw))
          waiting = { dir: mark === '<' ? 'in' : 'out', raw: raw.trimEnd() };
        return frame;
      }
      if (isEnd) {
        const frame = take();
        isOpen = false;
        return frame;
      }
      if (waiting !== null && /^[[{]/.test(waiting.raw) && !decodeFrame(waiting.raw).ok)
        waiting.raw += `\n${shown}`;
      return null;
    },
    end: take,
  };
}

/** What websocat says with -v about itself, among what went over the socket. */
export function isWebsocatNote(line: string): boolean {
  return (
    /^\[(?:\d{4}-\S{1,40}\s+)?(?:TRACE|DEBUG|INFO|WARN|ERROR)\s+websocat\b/.test(line) ||
    line.startsWith('websocat: ')
  );
}

/**
 * What websocat wrote: `READ 12 "…"` and `WRITE 12 "…"` of its `log:`, or messages alone, a line each, whose direction
 * is that of their type.
 */
export function readWebsocat(hints: CaptureHints): CaptureLines {
  const guess = createGuessedTimes(hints.startedMs);
  return {
    line(text) {
      if (isWebsocatNote(text.trim())) return null;
      const logged = /^\s*(READ|WRITE) \d+ "(.*)"\s*$/.exec(text);
      const raw = (logged === null ? text : unescaped(logged[2] ?? '')).replace(/\r?\n$/, '').trim();
      if (logged === null && !/^[[{]/.test(raw)) return null;
      const moment = guess(raw);
      const frame = decodeFrame(raw);
      const byType = frame.ok ? directionByType(frame.message.type) : null;
      const told = logged === null ? null : logged[1] === 'READ' ? 'in' : 'out';
      return {
        atMs: moment.atMs,
        isWall: moment.isWall,
        dir: told ?? byType ?? hints.direction ?? 'in',
        conn: '1',
        raw,
        estimated: told === null ? ['time', 'direction'] : ['time'],
      };
    },
    end: () => null,
  };
}
