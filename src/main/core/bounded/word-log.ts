import { openTemporaryFile, type TemporaryFile } from './temporary-file.ts';

/** Records of a few 32-bit words each, in order; beyond 6 MB they lie in a private file. */
export type WordLog = {
  add(record: readonly number[]): void;
  /** Whole records, each block valid until the next is asked for. */
  blocks(): IterableIterator<Uint32Array>;
  count(): number;
  close(): void;
};

const firstRecords = 1024;
const mostRecords = 512 * 1024;

export function createWordLog(wordsPerRecord: number): WordLog {
  let block = new Uint32Array(wordsPerRecord * firstRecords);
  let length = 0;
  let count = 0;
  let file: TemporaryFile | undefined;

  function makeRoom(): void {
    if (block.length < wordsPerRecord * mostRecords) {
      const larger = new Uint32Array(block.length * 2);
      larger.set(block);
      block = larger;
      return;
    }
    file ??= openTemporaryFile();
    file.append(new Uint8Array(block.buffer));
    length = 0;
  }

  return {
    add(record) {
      if (length === block.length) makeRoom();
      for (let index = 0; index < wordsPerRecord; index += 1) block[length + index] = record[index] ?? 0;
      length += wordsPerRecord;
      count += 1;
    },
    *blocks() {
      for (const part of file?.parts(block.byteLength) ?? []) {
        yield new Uint32Array(part.buffer, part.byteOffset, part.byteLength / 4);
      }
      yield block.subarray(0, length);
    },
    count: () => count,
    close() {
      file?.close();
      file = undefined;
    },
  };
}
