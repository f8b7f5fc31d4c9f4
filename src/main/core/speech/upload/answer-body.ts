import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate, inflateRaw, zstdDecompress } from 'node:zlib';
import { sentence } from '../../../../shared/words/all-words.ts';
import { EngineFailure } from '../engine-failure.ts';

// The words of 30 s with all their times take some 20 kB.
const mostBytes = 4 * 1024 * 1024;
const limit = { maxOutputLength: mostBytes };

type Unpack = (bytes: Uint8Array) => Promise<Uint8Array>;
const [unzip, undeflate, undeflateRaw, unbrotli, unzstd] = [
  promisify(gunzip),
  promisify(inflate),
  promisify(inflateRaw),
  promisify(brotliDecompress),
  promisify(zstdDecompress),
];

// Nobody asks for these, and there are proxies that pack all the same.
const unpackers: Readonly<Record<string, Unpack>> = {
  gzip: (bytes) => unzip(bytes, limit),
  'x-gzip': (bytes) => unzip(bytes, limit),
  // Some send it without the head that RFC 9110 wants.
  deflate: (bytes) => (((bytes[0] ?? 0) & 15) === 8 ? undeflate(bytes, limit) : undeflateRaw(bytes, limit)),
  br: (bytes) => unbrotli(bytes, limit),
  zstd: (bytes) => unzstd(bytes, limit),
  identity: (bytes) => Promise.resolve(bytes),
};

/**
 * The body as text, unpacked, and read in the encoding that it is in.
 * @throws EngineFailure `bad-answer` when it is far larger than any transcription or cannot be unpacked
 */
export async function readBody(response: Response, engineTitle: string): Promise<string> {
  let bytes: Uint8Array = await readBytes(response, engineTitle);
  const encodings = (response.headers.get('content-encoding') ?? '').toLowerCase().split(',');
  for (const encoding of encodings.map((name) => name.trim()).toReversed()) {
    if (encoding === '' || bytes.length === 0) continue;
    bytes = await unpacked(bytes, encoding, engineTitle);
  }
  return textOf(bytes, response.headers.get('content-type') ?? '');
}

async function readBytes(response: Response, engineTitle: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body = response.body as AsyncIterable<Uint8Array> | null;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes) throw tooLong(engineTitle);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function unpacked(bytes: Uint8Array, encoding: string, engineTitle: string): Promise<Uint8Array> {
  const unpack = unpackers[encoding];
  try {
    if (unpack !== undefined) return await unpack(bytes);
  } catch (cause) {
    if (cause instanceof RangeError) throw tooLong(engineTitle);
    const broken = sentence('speech.packed-broken', { engine: engineTitle });
    throw new EngineFailure('bad-answer', broken, { cause });
  }
  throw new EngineFailure('bad-answer', sentence('speech.packed-otherwise', { engine: engineTitle }));
}

const tooLong = (engineTitle: string): EngineFailure =>
  new EngineFailure('bad-answer', sentence('speech.answer-too-large', { engine: engineTitle }));

/** By its mark, by the zeros that UTF-16 has in JSON, by what the header says, and else as UTF-8. */
function textOf(bytes: Uint8Array, contentType: string): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decode(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decode(bytes, 'utf-16be');
  if (second === 0 && first !== 0) return decode(bytes, 'utf-16le');
  if (first === 0 && second !== 0 && second !== undefined) return decode(bytes, 'utf-16be');
  const charset = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType)?.[1]?.toLowerCase() ?? 'utf-8';
  const isUtf8 = /^(utf-?8|us-ascii)$/.test(charset);
  if (!isUtf8 && isKnown(charset)) return decode(bytes, charset);
  const text = decode(bytes, 'utf-8');
  // Not one character beyond ASCII is one of UTF-8: it is not UTF-8. One among others is a character that was cut in two.
  const isOther = text.includes('\uFFFD') && !/[\u0080-\uFFFC\u{10000}-\u{10FFFF}]/u.test(text);
  return isOther ? decode(bytes, 'windows-1252') : text;
}

const decode = (bytes: Uint8Array, charset: string): string => new TextDecoder(charset).decode(bytes);

function isKnown(charset: string): boolean {
  try {
    return new TextDecoder(charset).encoding !== '';
  } catch {
    return false;
  }
}
