import { openTemporaryFile, type TemporaryFile } from './temporary-file.ts';

/** Text that is written once and read once, in memory while it is short and in a private file beyond. */
export type Spool = {
  append(text: string): void;
  isEmpty(): boolean;
  chunks(): IterableIterator<string>;
  close(): void;
};

const charsInMemory = 256 * 1024;
const readBytes = 64 * 1024;

export function createSpool(): Spool {
  let pieces: string[] = [];
  let length = 0;
  let file: TemporaryFile | undefined;

  return {
    append(text) {
      pieces.push(text);
      length += text.length;
      if (length < charsInMemory) return;
      file ??= openTemporaryFile();
      file.append(Buffer.from(pieces.join('')));
      pieces = [];
      length = 0;
    },
    isEmpty: () => length === 0 && file === undefined,
    *chunks() {
      const decoder = new TextDecoder();
      for (const part of file?.parts(readBytes) ?? []) yield decoder.decode(part, { stream: true });
      if (pieces.length > 0) yield pieces.join('');
    },
    close() {
      pieces = [];
      file?.close();
      file = undefined;
    },
  };
}
