import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

// Numbers of the header behind the magic one: sizes of the model, among them its kind of numbers.
const headerNumbers = 11;
// Bytes of a block of numbers, and how many are in one, by the number of their kind in ggml.
const blocks: Readonly<Record<number, readonly [bytes: number, numbers: number]>> = {
  ...{ 0: [4, 1], 1: [2, 1], 2: [18, 32], 3: [20, 32], 6: [22, 32], 7: [24, 32], 8: [34, 32] },
  ...{ 10: [84, 256], 11: [110, 256], 12: [144, 256], 13: [176, 256], 14: [210, 256] },
};
const mostWords = 1_000_000;
const mostNameBytes = 512;

/**
 * Whether a Whisper model in whisper.cpp's form ends where it must: the loader takes one that is cut off for an empty one, or
 * fills the last part with noise. `true` also where a part is of a kind that is not known here.
 */
export function isWholeModel(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    return isWhole(size, (at, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, at));
    });
  } finally {
    closeSync(file);
  }
}

type Read = (at: number, length: number) => Buffer;

function isWhole(size: number, read: Read): boolean {
  const wordsAt = 4 + headerNumbers * 4;
  if (size < wordsAt + 8) return false;
  const filters = read(wordsAt, 8);
  const listAt = wordsAt + 8 + filters.readInt32LE(0) * filters.readInt32LE(4) * 4;
  if (listAt < wordsAt || listAt + 4 > size) return false;
  const end = endOfWords(listAt, size, read);
  return end !== null && areTensorsWhole(end, size, read);
}

function endOfWords(listAt: number, size: number, read: Read): number | null {
  const count = read(listAt, 4).readInt32LE(0);
  if (count < 0 || count > mostWords) return null;
  let at = listAt + 4;
  // Half a megabyte in all: one read.
  const list = read(at, Math.min(size - at, count * 64));
  const first = at;
  for (let word = 0; word < count; word += 1) {
    if (at - first + 4 > list.length) return null;
    at += 4 + list.readUInt32LE(at - first);
    if (at > size) return null;
  }
  return at;
}

function areTensorsWhole(firstAt: number, size: number, read: Read): boolean {
  let at = firstAt;
  while (at < size) {
    const head = read(at, 12);
    if (head.length < 12) return false;
    const [dimensions, nameBytes, kind] = [head.readInt32LE(0), head.readInt32LE(4), head.readInt32LE(8)];
    if (dimensions < 1 || dimensions > 4 || nameBytes < 0 || nameBytes > mostNameBytes) return false;
    const sizes = read(at + 12, dimensions * 4);
    if (sizes.length < dimensions * 4) return false;
    let numbers = 1;
    for (let one = 0; one < dimensions; one += 1) numbers *= sizes.readInt32LE(one * 4);
    const block = blocks[kind];
    if (block === undefined) return true;
    at += 12 + dimensions * 4 + nameBytes + (numbers / block[1]) * block[0];
  }
  return at === size;
}
