import { isUtf8 } from 'node:buffer';
import { sentence, type Sentence } from '../../../shared/words/all-words.ts';

/** One event of a file as JSON text: a line, an element of a list, or a row of a table. */
export type EventText = {
  /** From 1: the line in the file, or where the element begins. */
  line: number;
} & ({ text: string; isUtf8: boolean } | { text: null; problem: string | Sentence });

/** Cuts blocks into texts; what lies across blocks is put together. */
export type Cutter = { push(block: Buffer): EventText[]; end(): EventText[] };

// Twice what a ScrumBot server takes as one message, escapes and wrapping included.
export const longestEventBytes = 64 * 1024 * 1024;

/** Lets go of what grows too long. `keep` copies: the block is used again. */
export function createCollector(): {
  add(part: Buffer): void;
  keep(part: Buffer): void;
  take(line: number): EventText;
  isEmpty(): boolean;
} {
  let parts: Buffer[] = [];
  let length = 0;
  const add = (part: Buffer): void => {
    length += part.length;
    if (length <= longestEventBytes) parts.push(part);
    else parts = [];
  };
  return {
    add,
    keep: (part) => add(Buffer.from(part)),
    take(line) {
      const taken: EventText =
        length > longestEventBytes ? { line, text: null, problem: tooLong(length) } : textOf(line, parts);
      parts = [];
      length = 0;
      return taken;
    },
    isEmpty: () => length === 0,
  };
}

function tooLong(bytes: number): Sentence {
  return sentence('line.too-long', { bytes, mostMib: longestEventBytes / 1024 / 1024 });
}

function textOf(line: number, parts: readonly Buffer[]): EventText {
  const [only] = parts;
  const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
  return { line, text: whole.toString('utf8'), isUtf8: isUtf8(whole) };
}
