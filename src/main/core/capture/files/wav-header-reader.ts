import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors.ts';
import { adviceFor, convertWith } from './convert-advice.ts';
import { kindBytes, kindOfContent, nameOfFormat } from './file-kinds.ts';
import type { NamedFile } from './file-path.ts';

export const wavEncodings = [
  'uint8',
  'int16',
  'int24',
  'int32',
  'float32',
  'float64',
  'alaw',
  'ulaw',
] as const;
export type WavEncoding = (typeof wavEncodings)[number];

/** What a WAV file says of itself, checked. */
export type WavFormat = {
  sampleRateHz: number;
  channels: number;
  encoding: WavEncoding;
  /** Bytes of one sample of all channels. */
  frameBytes: number;
  dataStart: number;
  /** What is there. */
  dataBytes: number;
  /** What its header promises beyond that. */
  missingBytes: number;
};

const formatTags = { pcm: 1, float: 3, alaw: 6, ulaw: 7, extensible: 0xfffe } as const;
const mostChannels = 16;
// Telephones begin at 8 kHz and sound cards end at 384 kHz; what is far outside is a damaged header.
const rateLimitsHz = { least: 1_000, most: 384_000 } as const;
// A real file has a handful; a file of zeros would be walked in steps of eight bytes.
const maxChunks = 1_000;
const wrap = 2 ** 32;
// What players leave at the end of a file, such as a tag, is shorter; a second of the least audio is not.
const leastForgottenBytes = 16_384;

/**
 * Programs that write into a pipe cannot know the size, and claim one near the greatest of 31, 32, 63 or 64 bits. What
 * lies between is a size.
 */
function isUnknownSize(claimed: number): boolean {
  return (
    (claimed >= 0x7fff_0000 && claimed <= 0x8000_0000) ||
    (claimed >= 0xffff_0000 && claimed <= 0xffff_ffff) ||
    claimed > Number.MAX_SAFE_INTEGER
  );
}

/** A chunk: its name, where its content begins, and how long it claims to be (`null`: not known). */
type Chunk = { id: string; at: number; bytes: number; next: number };

/** @throws AppError `bad-input` with what to do about it. */
export async function readWavFormat(
  file: FileHandle,
  fileBytes: number,
  named: NamedFile,
): Promise<WavFormat> {
  if (fileBytes === 0) throw new AppError('bad-input', `${named.name} is empty. Record or export it again.`);
  const start = await readAt(file, 0, kindBytes);
  const container = containerOf(start);
  if (container === null) {
    const kind = await kindOfContent(start);
    throw new AppError(
      'bad-input',
      `${named.name} is ${kind.name}, not a WAV file. ${adviceFor(kind, named)}`,
      // Whoever can read other kinds looks there.
      { cause: kind },
    );
  }
  let format: Buffer | null = null;
  let longSize: number | null = null;
  let at: number = container === 'w64' ? w64.headerBytes : 12;
  for (let chunks = 0; at + 8 <= fileBytes; chunks += 1) {
    if (chunks > maxChunks) throw damaged(named, 'its audio is not found');
    const chunk = container === 'w64' ? await readW64Chunk(file, at) : await readChunk(file, at);
    if (chunk.id === 'ds64') longSize = longSizeIn(await readAt(file, chunk.at, 28));
    if (chunk.id === 'fmt ') format = await readAt(file, chunk.at, Math.min(chunk.bytes, 40));
    if (chunk.id === 'data') {
      if (format === null) throw damaged(named, 'its format comes after its audio');
      return checkFormat(format, await placeOfData(file, chunk, { container, longSize, fileBytes }), named);
    }
    if (chunk.next <= at) throw damaged(named, 'its parts overlap');
    at = chunk.next;
  }
  throw damaged(named, 'it holds no audio');
}

type Container = 'riff' | 'rf64' | 'w64';

function containerOf(start: Buffer): Container | null {
  const text = start.toString('latin1');
  if (text.slice(8, 12) === 'WAVE') {
    if (text.startsWith('RIFF')) return 'riff';
    if (text.startsWith('RF64') || text.startsWith('BW64')) return 'rf64';
  }
  return start.subarray(0, 16).equals(w64.riff) && start.subarray(24, 40).equals(w64.wave) ? 'w64' : null;
}

// Sony's Wave64: names are GUIDs that begin with the old name, sizes have 64 bits and count the head.
const w64 = {
  riff: Buffer.from('726966662e91cf11a5d628db04c10000', 'hex'),
  wave: Buffer.from('77617665f3acd3118cd100c04f8edb8a', 'hex'),
  tail: Buffer.from('f3acd3118cd100c04f8edb8a', 'hex'),
  headerBytes: 40,
  chunkHeadBytes: 24,
} as const;

async function readW64Chunk(file: FileHandle, at: number): Promise<Chunk> {
  const head = await readAt(file, at, w64.chunkHeadBytes);
  if (head.length < w64.chunkHeadBytes) return { id: '', at, bytes: 0, next: Number.MAX_SAFE_INTEGER };
  const bytes = Math.max(0, longAt(head, 16) - w64.chunkHeadBytes);
  const content = at + w64.chunkHeadBytes;
  const id = head.subarray(4, 16).equals(w64.tail) ? head.toString('latin1', 0, 4) : '';
  return { id, at: content, bytes, next: content + 8 * Math.ceil(bytes / 8) };
}

async function readChunk(file: FileHandle, at: number): Promise<Chunk> {
  const head = await readAt(file, at, 8);
  const bytes = head.readUInt32LE(4);
  const end = at + 8 + bytes;
  const next = bytes % 2 === 1 && (await isPadded(file, end)) ? end + 1 : end;
  return { id: head.toString('latin1', 0, 4), at: at + 8, bytes, next };
}

/** Parts of odd length are followed by a zero, which some programs forget. */
async function isPadded(file: FileHandle, at: number): Promise<boolean> {
  const [pad, ...id] = await readAt(file, at, 5);
  return pad === 0 || id.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Of RF64 and BW64, whose own sizes have 32 bits and say nothing. */
function longSizeIn(ds64: Buffer): number | null {
  return ds64.length >= 16 ? longAt(ds64, 8) : null;
}

function longAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * wrap;
}

type DataPlace = Pick<WavFormat, 'dataStart' | 'dataBytes' | 'missingBytes'>;

/** Where the audio lies and how long it is: a header is believed as far as the file goes. */
async function placeOfData(
  file: FileHandle,
  chunk: Chunk,
  { container, longSize, fileBytes }: { container: Container; longSize: number | null; fileBytes: number },
): Promise<DataPlace> {
  const dataStart = chunk.at;
  const left = fileBytes - dataStart;
  // Only where the size of 32 bits is at its greatest the long one counts (EBU Tech 3306).
  const isLong = container === 'rf64' && longSize !== null && chunk.bytes === 0xffff_ffff;
  const claimed = isLong ? longSize : chunk.bytes;
  if (claimed === 0 || (claimed > left && isUnknownSize(claimed)))
    return { dataStart, dataBytes: left, missingBytes: 0 };
  // Beyond 4 GiB a size of 32 bits began again at zero, once or several times.
  const wraps = container === 'riff' ? Math.max(0, Math.floor((left - claimed) / wrap)) : 0;
  const real = claimed + wraps * wrap;
  if (real >= left) return { dataStart, dataBytes: left, missingBytes: real - left };
  const goesOn = left - real > leastForgottenBytes && !(await isChunk(file, dataStart + real, fileBytes));
  return { dataStart, dataBytes: goesOn ? left : real, missingBytes: 0 };
}

/** Whether parts of a file follow its audio; else a recorder died before it wrote down how long it had become. */
async function isChunk(file: FileHandle, at: number, fileBytes: number): Promise<boolean> {
  for (const place of [at, at + 1]) {
    const head = await readAt(file, place, 8);
    if (head.length < 8) return true;
    const isNamed = /^[A-Za-z][A-Za-z0-9_]{1,3} {0,2}$/.test(head.toString('latin1', 0, 4));
    if (isNamed && place + 8 + head.readUInt32LE(4) <= fileBytes) return true;
  }
  return false;
}

function checkFormat(format: Buffer, data: DataPlace, named: NamedFile): WavFormat {
  if (format.length < 16) throw damaged(named, 'its format is cut off');
  const tag = format.readUInt16LE(0);
  // The real format of an extensible one is in the first two bytes of its sub-format.
  const kind = tag === formatTags.extensible && format.length >= 26 ? format.readUInt16LE(24) : tag;
  const channels = format.readUInt16LE(2);
  const sampleRateHz = format.readUInt32LE(4);
  const bits = format.readUInt16LE(14);
  const encoding = encodingOf(kind, bits);
  if (encoding === null) {
    throw new AppError(
      'bad-input',
      `${named.name} holds ${nameOfFormat(kind, bits)}, which is not read. ${convertWith(named)}`,
    );
  }
  if (channels < 1 || channels > mostChannels) {
    throw new AppError(
      'bad-input',
      `${named.name} has ${channels} channels; 1 to ${mostChannels} are read. ${convertWith(named)}`,
    );
  }
  if (sampleRateHz < rateLimitsHz.least || sampleRateHz > rateLimitsHz.most) {
    throw new AppError(
      'bad-input',
      `${named.name} claims ${sampleRateHz} samples a second; 1,000 to 384,000 are read. ${convertWith(named)}`,
    );
  }
  const frameBytes = channels * sampleBytesOf(encoding);
  const blockAlign = format.readUInt16LE(12);
  if (blockAlign !== frameBytes) {
    throw damaged(named, `it claims ${blockAlign} bytes a sample where its format makes ${frameBytes}`);
  }
  const dataBytes = data.dataBytes - (data.dataBytes % frameBytes);
  if (dataBytes === 0) throw damaged(named, 'it holds no audio');
  return { sampleRateHz, channels, encoding, frameBytes, ...data, dataBytes };
}

function encodingOf(kind: number, bits: number): WavEncoding | null {
  if (kind === formatTags.pcm) {
    const integers: Readonly<Record<number, WavEncoding>> = {
      8: 'uint8',
      16: 'int16',
      24: 'int24',
      32: 'int32',
    };
    return integers[bits] ?? null;
  }
  if (kind === formatTags.float) return bits === 32 ? 'float32' : bits === 64 ? 'float64' : null;
  if (bits !== 8) return null;
  return kind === formatTags.alaw ? 'alaw' : kind === formatTags.ulaw ? 'ulaw' : null;
}

/** Bytes of one sample of one channel. */
export function sampleBytesOf(encoding: WavEncoding): number {
  const bytes = { uint8: 1, alaw: 1, ulaw: 1, int16: 2, int24: 3, int32: 4, float32: 4, float64: 8 };
  return bytes[encoding];
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function damaged({ name }: NamedFile, how: string): AppError {
  return new AppError('bad-input', `${name} is damaged: ${how}. Record or export it again.`);
}
