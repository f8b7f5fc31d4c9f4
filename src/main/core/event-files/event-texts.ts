import { open, type FileHandle } from 'node:fs/promises';
import { AppError, messageOf } from '../../../shared/errors.ts';

/** One event of a file as text: a line, or an element of the document's `events`. */
export type EventText = {
  /** From 1: the line in the file, or where the element begins. */
  line: number;
  /** `null` when it is too long to be read; it is gone then. */
  text: string | null;
};

const readBytes = 128 * 1024;
// Twice what a ScrumBot server takes as one message, escapes and wrapping included.
export const longestEventBytes = 64 * 1024 * 1024;

/**
 * The events of a JSONL file, or of a JSON document with a list `events`, one after another; never more than one
 * event and one block is in memory.
 * @throws AppError `bad-input` when the file cannot be read
 */
export async function* readEventTexts(path: string): AsyncGenerator<EventText[]> {
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  try {
    // One buffer for all blocks: a fresh one each would pile up outside of the heap, where nobody counts them.
    const buffer = Buffer.allocUnsafe(readBytes);
    const first = await readBlock(file, buffer, path);
    const cutter = isDocument(first) ? cutDocument() : cutLines();
    for (let block = first; block.length > 0; block = await readBlock(file, buffer, path))
      yield cutter.push(block);
    yield cutter.end();
  } finally {
    await file.close();
  }
}

async function readBlock(file: FileHandle, buffer: Buffer, path: string): Promise<Buffer> {
  const { bytesRead } = await file.read(buffer, 0, readBytes).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  return buffer.subarray(0, bytesRead);
}

function unreadable(path: string, cause: unknown): AppError {
  return new AppError('bad-input', `${path} cannot be read: ${messageOf(cause)}. Name a file of events.`, {
    cause,
  });
}

type Cutter = { push(block: Buffer): EventText[]; end(): EventText[] };

/** Puts together what lies across blocks, and lets go of what grows too long. `keep` copies: the block is used again. */
function createCollector(): {
  add(part: Buffer): void;
  keep(part: Buffer): void;
  take(): string | null;
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
    take() {
      const text = length > longestEventBytes ? null : textOf(parts);
      parts = [];
      length = 0;
      return text;
    },
    isEmpty: () => length === 0,
  };
}

function textOf(parts: readonly Buffer[]): string {
  const [only] = parts;
  return parts.length === 1 && only !== undefined
    ? only.toString('utf8')
    : Buffer.concat(parts).toString('utf8');
}

function cutLines(): Cutter {
  const collector = createCollector();
  let line = 1;

  function take(found: EventText[]): void {
    const text = collector.take();
    if (text === null) found.push({ line, text });
    else if (text.trim() !== '') found.push({ line, text: line === 1 ? withoutMark(text) : text });
  }

  return {
    push(block) {
      const found: EventText[] = [];
      let start = 0;
      for (let end = block.indexOf(10); end !== -1; end = block.indexOf(10, start)) {
        collector.add(block.subarray(start, end));
        take(found);
        line += 1;
        start = end + 1;
      }
      if (start < block.length) collector.keep(block.subarray(start));
      return found;
    },
    end() {
      const found: EventText[] = [];
      if (!collector.isEmpty()) take(found);
      return found;
    },
  };
}

/** Some editors begin a file with a byte order mark. */
function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

const quote = 34;
const backslash = 92;
const openBrace = 123;
const closeBrace = 125;
const openBracket = 91;
const closeBracket = 93;

/** A file is a document when its first value is an object with a list `events`; otherwise each line is an event. */
function isDocument(start: Buffer): boolean {
  const cutter = cutDocument();
  cutter.push(start);
  return cutter.hasList();
}

function cutDocument(): Cutter & { hasList(): boolean } {
  const collector = createCollector();
  let depth = 0;
  let line = 1;
  let firstLine = 1;
  let isInString = false;
  let isEscaped = false;
  let key = '';
  let isInList = false;
  let listWasFound = false;
  let isOver = false;

  function push(block: Buffer): EventText[] {
    const found: EventText[] = [];
    /** Where the current element goes on in this block. */
    let from = isInList && depth > 2 ? 0 : -1;
    for (let at = 0; at < block.length && !isOver; at += 1) {
      const unit = block.readUInt8(at);
      if (isInString) {
        if (unit === 10) isOver = !isInList;
        if (isEscaped) isEscaped = false;
        else if (unit === backslash) isEscaped = true;
        else if (unit === quote) isInString = false;
        else if (depth === 1 && key.length < 16) key += String.fromCharCode(unit);
      } else if (unit === quote) {
        isInString = true;
        if (depth === 1) key = '';
      } else if (unit === openBrace || unit === openBracket) {
        if (depth === 1 && unit === openBracket && key === 'events') {
          isInList = true;
          listWasFound = true;
        }
        if (isInList && depth === 2) {
          from = at;
          firstLine = line;
        }
        depth += 1;
      } else if (unit === closeBrace || unit === closeBracket) {
        depth -= 1;
        if (isInList && depth === 2) {
          collector.add(block.subarray(from, at + 1));
          found.push({ line: firstLine, text: collector.take() });
          from = -1;
        } else if (isInList && depth === 1) {
          isInList = false;
          isOver = true;
        } else if (depth === 0) {
          isOver = true;
        }
      }
      if (unit === 10) line += 1;
    }
    if (from !== -1) collector.keep(block.subarray(from));
    return found;
  }

  return {
    push,
    // An element that the file's end cut off is named like any line that is not JSON.
    end: () => (isInList && depth > 2 ? [{ line: firstLine, text: collector.take() }] : []),
    hasList: () => listWasFound,
  };
}
