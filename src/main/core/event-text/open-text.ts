import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip } from 'node:zlib';

// One buffer for all blocks: a fresh one each would pile up outside of the heap, where nobody counts them.
const readBytes = 128 * 1024;

/**
 * A text file as blocks of UTF-8 without a byte order mark, whatever it is written in: UTF-8, UTF-16 of either order,
 * with a mark or without, and any of these in gzip. A block is valid until the next one is asked for. Blocks of a file
 * that is no text come as they are.
 */
export async function* readTextBlocks(path: string): AsyncGenerator<Buffer> {
  const blocks = plainBlocks(path);
  const start = await blocks.next();
  if (start.done === true) return;
  const first = start.value;
  const all = startingWith(first, blocks);
  const isPacked = first[0] === 0x1f && first[1] === 0x8b;
  yield* toUtf8(isPacked ? unpacked(all) : all);
}

/** The first block, which was looked at, and the rest. */
export async function* startingWith(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield first;
    yield* rest;
  } finally {
    // Where the reader has seen enough after the first block, the file is still open.
    await rest.return(undefined);
  }
}

async function* plainBlocks(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(readBytes);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, readBytes);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function* unpacked(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: readBytes });
  // A failure of either comes out of the loop below.
  pipeline(Readable.from(copied(blocks), { objectMode: false }), gunzip, () => undefined);
  for await (const block of gunzip as AsyncIterable<Buffer>) yield block;
}

/** For who reads ahead: a block is used again as soon as the next one is asked for. */
export async function* copied(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  for await (const block of blocks) yield Buffer.from(block);
}

async function* toUtf8(blocks: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let decoder: TextDecoder | null = null;
  let isFirst = true;
  for await (const block of blocks) {
    if (isFirst) decoder = decoderFor(block);
    const text =
      decoder === null ? withoutMark(block, isFirst) : Buffer.from(decoder.decode(block, { stream: true }));
    isFirst = false;
    if (text.length > 0) yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield Buffer.from(rest);
}

function withoutMark(block: Buffer, isFirst: boolean): Buffer {
  const hasMark = isFirst && block.subarray(0, 3).equals(Uint8Array.of(0xef, 0xbb, 0xbf));
  return hasMark ? block.subarray(3) : block;
}

/** `null` for UTF-8, and for what is no text. */
function decoderFor(start: Buffer): TextDecoder | null {
  const [first, second] = start;
  // UTF-32 of this order begins alike, and goes on with two zeros.
  if (first === 0xff && second === 0xfe && start.readUInt16LE(Math.min(2, start.length - 2)) !== 0)
    return new TextDecoder('utf-16le');
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be');
  // JSON and tables are mostly ASCII, of which UTF-16 makes every other byte a zero.
  const head = start.subarray(0, 1024);
  if (head.length < 4) return null;
  const zeros = [0, 0];
  for (const [place, byte] of head.entries()) {
    if (byte === 0) zeros[place % 2] = (zeros[place % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zeros;
  const many = head.length * 0.3;
  const few = head.length * 0.02;
  if (odd > many && even <= few) return new TextDecoder('utf-16le');
  if (even > many && odd <= few) return new TextDecoder('utf-16be');
  return null;
}
