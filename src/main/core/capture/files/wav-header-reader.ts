import { AppError } from '../../../../shared/errors.ts';
import {
  mostChannels,
  sampleRatesHz,
  soundEncodings,
  type SoundEncoding,
} from '../../../../shared/sound/raw-sound.ts';
import { adviceFor, convertWith } from './convert-advice.ts';
import { kindBytes, kindOfContent, nameOfFormat, type FileKind } from './file-kinds.ts';
import type { NamedFile } from './file-path.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** How samples lie in a file. */
export type SampleForm = {
  sampleRateHz: number;
  channels: number;
  encoding: SoundEncoding;
  /** Bytes of one sample of all channels. */
  frameBytes: number;
};

export type Container = 'riff' | 'rf64' | 'w64';

/** What a WAV file says of itself, checked. */
export type WavFormat = SampleForm & {
  container: Container;
  dataStart: number;
  /** What is there; of a pipe what is promised, `Infinity` where nothing is. */
  dataBytes: number;
  /** What its header promises beyond that. */
  missingBytes: number;
};

const formatTags = { pcm: 1, float: 3, alaw: 6, ulaw: 7, extensible: 0xfffe } as const;
// A real file has a handful; a file of zeros would be walked in steps of eight bytes.
const maxChunks = 1_000;
export const wrapBytes = 2 ** 32;
// What players leave at the end of a file, such as a tag, is shorter; a second of the least audio is not.
export const leastForgottenBytes = 16_384;

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

/** Bytes from a place on; fewer only at the end. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

/** A chunk: its name, where its content begins, and how long it claims to be (`null`: not known). */
type Chunk = { id: string; at: number; bytes: number; next: number };

/**
 * `fileBytes` is `Infinity` for what is still being written.
 * @throws AppError `bad-input` with what to do about it.
 */
export async function readWavFormat(readAt: ReadAt, fileBytes: number, named: NamedFile): Promise<WavFormat> {
  // Of a pipe no more is waited for than a head needs.
  const start = await readAt(0, w64.headerBytes);
  if (start.length === 0) throw new AppError('bad-input', emptiness(named));
  const container = containerOf(start);
  if (container === null) {
    const kind = await kindOfContent(await readAt(0, kindBytes));
    throw new AppError(
      'bad-input',
      sentence('capture.not-wav', { name: named.name, kind: kind.name, advice: adviceFor(kind, named) }),
      // Whoever can read other kinds looks there.
      { cause: kind },
    );
  }
  let format: Buffer | null = null;
  let longSize: number | null = null;
  let at: number = container === 'w64' ? w64.headerBytes : 12;
  for (let chunks = 0; at + 8 <= fileBytes; chunks += 1) {
    if (chunks > maxChunks) throw damaged(named, sentence('capture.audio-not-found'));
    const chunk = container === 'w64' ? await readW64Chunk(readAt, at) : await readChunk(readAt, at);
    if (chunk === null) break;
    if (chunk.id === 'ds64') longSize = longSizeIn(await readAt(chunk.at, 28));
    // Of two the first counts, as with sox and ffmpeg.
    if (chunk.id === 'fmt ') format ??= await readAt(chunk.at, Math.min(chunk.bytes, 40));
    if (chunk.id === 'data') {
      if (format === null) throw damaged(named, sentence('capture.late-format'));
      const place = await placeOfData(readAt, chunk, { container, longSize, fileBytes });
      return checkFormat(format, { container, ...place }, named);
    }
    if (chunk.next <= at) throw damaged(named, sentence('capture.parts-overlap'));
    at = chunk.next;
  }
  throw damaged(named, sentence('capture.no-audio'));
}

function emptiness({ name, isStream }: NamedFile): Sentence {
  return sentence(isStream ? 'capture.stream-empty' : 'capture.file-empty', { name });
}

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

async function readW64Chunk(readAt: ReadAt, at: number): Promise<Chunk | null> {
  const head = await readAt(at, w64.chunkHeadBytes);
  if (head.length < w64.chunkHeadBytes) return null;
  const bytes = Math.max(0, longAt(head, 16) - w64.chunkHeadBytes);
  const content = at + w64.chunkHeadBytes;
  const id = head.subarray(4, 16).equals(w64.tail) ? head.toString('latin1', 0, 4) : '';
  return { id, at: content, bytes, next: content + 8 * Math.ceil(bytes / 8) };
}

async function readChunk(readAt: ReadAt, at: number): Promise<Chunk | null> {
  const head = await readAt(at, 8);
  if (head.length < 8) return null;
  const id = head.toString('latin1', 0, 4);
  const bytes = head.readUInt32LE(4);
  const end = at + 8 + bytes;
  // What follows the audio is not looked for here: of a pipe it has not come yet.
  const next = id !== 'data' && bytes % 2 === 1 && (await isPadded(readAt, end)) ? end + 1 : end;
  return { id, at: at + 8, bytes, next };
}

/** Parts of odd length are followed by a zero, which some programs forget. */
async function isPadded(readAt: ReadAt, at: number): Promise<boolean> {
  const [pad, ...id] = await readAt(at, 5);
  return pad === 0 || id.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** Of RF64 and BW64, whose own sizes have 32 bits and say nothing. */
function longSizeIn(ds64: Buffer): number | null {
  return ds64.length >= 16 ? longAt(ds64, 8) : null;
}

function longAt(bytes: Buffer, at: number): number {
  return bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * wrapBytes;
}

type DataPlace = Pick<WavFormat, 'container' | 'dataStart' | 'dataBytes' | 'missingBytes'>;

/** Where the audio lies and how long it is: a header is believed as far as the file goes. */
async function placeOfData(
  readAt: ReadAt,
  chunk: Chunk,
  { container, longSize, fileBytes }: { container: Container; longSize: number | null; fileBytes: number },
): Promise<Omit<DataPlace, 'container'>> {
  const dataStart = chunk.at;
  const left = fileBytes - dataStart;
  // Only where the size of 32 bits is at its greatest the long one counts (EBU Tech 3306).
  const isLong = container === 'rf64' && longSize !== null && chunk.bytes === 0xffff_ffff;
  const claimed = isLong ? longSize : chunk.bytes;
  if (claimed === 0 || ((claimed > left || left === Infinity) && isUnknownSize(claimed)))
    return { dataStart, dataBytes: left, missingBytes: 0 };
  // Whether a size is true shows when that much of a pipe has come.
  if (left === Infinity) return { dataStart, dataBytes: claimed, missingBytes: 0 };
  // Beyond 4 GiB a size of 32 bits began again at zero, once or several times.
  const wraps = container === 'riff' ? Math.max(0, Math.floor((left - claimed) / wrapBytes)) : 0;
  const real = claimed + wraps * wrapBytes;
  if (real >= left) return { dataStart, dataBytes: left, missingBytes: real - left };
  const goesOn = left - real > leastForgottenBytes && !(await isChunkAt(readAt, dataStart + real, fileBytes));
  return { dataStart, dataBytes: goesOn ? left : real, missingBytes: 0 };
}

/** Whether parts of a file follow its audio; else a recorder died before it wrote down how long it had become. */
async function isChunkAt(readAt: ReadAt, at: number, fileBytes: number): Promise<boolean> {
  for (const place of [at, at + 1]) if (isChunk(await readAt(place, 8), fileBytes - place)) return true;
  return false;
}

/** Whether these eight bytes may begin a part that is at most `mostBytes` long. */
export function isChunk(head: Buffer, mostBytes: number): boolean {
  if (head.length < 8) return true;
  const isNamed = /^[A-Za-z][A-Za-z0-9_]{1,3} {0,2}$/.test(head.toString('latin1', 0, 4));
  return isNamed && 8 + head.readUInt32LE(4) <= mostBytes;
}

function checkFormat(format: Buffer, data: DataPlace, named: NamedFile): WavFormat {
  if (format.length < 16) throw damaged(named, sentence('capture.format-cut-off'));
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
      sentence('capture.odd-format', {
        name: named.name,
        format: nameOfFormat(kind, bits),
        advice: convertWith(named),
      }),
      { cause: otherSound },
    );
  }
  if (channels < 1 || channels > mostChannels) {
    throw new AppError(
      'bad-input',
      sentence('capture.odd-channels', {
        name: named.name,
        channels,
        most: mostChannels,
        advice: convertWith(named),
      }),
      { cause: otherSound },
    );
  }
  if (sampleRateHz < sampleRatesHz.least || sampleRateHz > sampleRatesHz.most) {
    throw new AppError(
      'bad-input',
      sentence('capture.odd-rate', { name: named.name, rateHz: sampleRateHz, advice: convertWith(named) }),
    );
  }
  const frameBytes = channels * soundEncodings[encoding].bytes;
  const blockAlign = format.readUInt16LE(12);
  if (blockAlign !== frameBytes) {
    throw damaged(named, sentence('capture.odd-frames', { claimed: blockAlign, made: frameBytes }));
  }
  if (data.dataBytes < frameBytes) throw damaged(named, sentence('capture.no-audio'));
  return { sampleRateHz, channels, encoding, frameBytes, ...data };
}

// Whoever can read other kinds reads these as well.
const otherSound: FileKind = { name: 'a WAV file of another form', holds: 'sound' };

function encodingOf(kind: number, bits: number): SoundEncoding | null {
  if (kind === formatTags.pcm) {
    const integers: Readonly<Record<number, SoundEncoding>> = {
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

function damaged({ name }: NamedFile, how: Sentence): AppError {
  return new AppError('bad-input', sentence('capture.damaged', { name, how }));
}
