import type { EventText } from '../collector.ts';
import { traceText, type CapturedFrame } from './captured-frame.ts';
import type { Sentence } from '../../../../shared/words/all-words.ts';

/** What was read of a capture at one place: a frame, or why there is none. */
export type ReadText = { line: number } & (
  { problem: string | Sentence } | { problem?: never; frame: CapturedFrame; isUtf8: boolean }
);

/** Gives frames that stand before the first date of a capture a date as well. */
export type Dating = {
  /** What can be told by now, in the order of the capture. */
  add(read: ReadText): EventText[];
  /** The capture says when what waits began; the distances between its frames stay. */
  began(atMs: number): EventText[];
  /** Nothing more comes: what waits has no date. */
  end(): EventText[];
};

// A capture without any date is not held in memory.
const mostWaiting = 10_000;
const mostWaitingChars = 16 * 1024 * 1024;

/**
 * Frames without a date wait for the first that has one, and are put before it, a millisecond and their own distances
 * apart: they would stand in another decade than the rest of their capture otherwise.
 */
export function createDating(): Dating {
  let waiting: ReadText[] = [];
  let waitingChars = 0;
  let isOver = false;

  function release(shiftMs: number | null): EventText[] {
    const released = waiting.map((read) => textOf(shiftMs === null ? read : shifted(read, shiftMs)));
    waiting = [];
    waitingChars = 0;
    isOver = true;
    return released;
  }

  const times = (): number[] =>
    waiting.flatMap((read) => (read.problem === undefined ? [read.frame.atMs] : []));

  return {
    add(read) {
      if (isOver) return [textOf(read)];
      if (read.problem === undefined && read.frame.isWall) {
        const lastMs = times().at(-1) ?? 0;
        return [...release(read.frame.atMs - 1 - lastMs), textOf(read)];
      }
      waiting.push(read);
      waitingChars += read.problem === undefined ? read.frame.raw.length : 0;
      return waiting.length > mostWaiting || waitingChars > mostWaitingChars ? release(null) : [];
    },
    began: (atMs) => (isOver ? [] : release(atMs - (times()[0] ?? 0))),
    end: () => release(null),
  };
}

function shifted(read: ReadText, byMs: number): ReadText {
  if (read.problem !== undefined) return read;
  return { ...read, frame: { ...read.frame, atMs: read.frame.atMs + byMs, isWall: true } };
}

function textOf(read: ReadText): EventText {
  const { line } = read;
  return read.problem === undefined
    ? { line, text: traceText(read.frame), isUtf8: read.isUtf8 }
    : { line, text: null, problem: read.problem };
}
