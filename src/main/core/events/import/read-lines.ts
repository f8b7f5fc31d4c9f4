import { createReadStream } from 'node:fs';
import { isUtf8 } from 'node:buffer';

/** A line of a text file, numbered from 1. `text` is null when it is longer than the limit. */
export type FileLine = { line: number; bytes: number } & (
  { text: string; isUtf8: boolean } | { text: null; isUtf8: null }
);

const newline = 0x0a;

/**
 * Reads a file line by line and never holds more than one line of at most `maxLineBytes`, so a file without line
 * breaks cannot fill the memory. Bytes that are not UTF-8 become U+FFFD. Blank lines are left out.
 */
export async function* readLines(path: string, maxLineBytes: number): AsyncGenerator<FileLine> {
  let line = 1;
  let parts: Buffer[] = [];
  let bytes = 0;

  function take(): FileLine | null {
    const taken = { line, bytes };
    const whole = Buffer.concat(parts);
    parts = [];
    bytes = 0;
    line += 1;
    if (taken.bytes > maxLineBytes) return { ...taken, text: null, isUtf8: null };
    const text = whole.toString('utf8').replace(/^\uFEFF/, '');
    return text.trim() === '' ? null : { ...taken, text, isUtf8: isUtf8(whole) };
  }

  function keep(part: Buffer): void {
    bytes += part.length;
    if (bytes <= maxLineBytes) parts.push(part);
    else parts = [];
  }

  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      keep(chunk.subarray(from, end));
      from = end + 1;
      const taken = take();
      if (taken !== null) yield taken;
    }
    keep(chunk.subarray(from));
  }
  const last = take();
  if (last !== null) yield last;
}
