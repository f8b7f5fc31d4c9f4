import type { FileHandle } from 'node:fs/promises';
import { AppError } from '../../../../shared/errors.ts';

/** What a WAV file says of itself, checked. */
export type WavFormat = {
  sampleRateHz: number;
  channels: 1 | 2;
  encoding: 'int16' | 'float32';
  /** Bytes of one sample of all channels. */
  frameBytes: number;
  dataStart: number;
  /** What is there: a header that promises more than the file holds is not believed. */
  dataBytes: number;
};

const formatTags = { pcm: 1, float: 3, extensible: 0xfffe } as const;
// Telephones begin at 8 kHz and sound cards end at 384 kHz; what is far outside is a damaged header.
const rateLimitsHz = { least: 1_000, most: 384_000 } as const;
// A real file has a handful; a file of zeros would be walked in steps of eight bytes.
const maxChunks = 1_000;
// Where a header's size says "I was not closed": the data go on to the end of the file.
const unknownSizes = new Set([0, 0xffff_ffff]);

/** @throws AppError `bad-input` with what to do about it. */
export async function readWavFormat(file: FileHandle, fileBytes: number, path: string): Promise<WavFormat> {
  if (fileBytes === 0) throw new AppError('bad-input', `${path} is empty. Record or export it again.`);
  const riff = await readAt(file, 0, 12);
  if (
    riff.length < 12 ||
    riff.toString('latin1', 0, 4) !== 'RIFF' ||
    riff.toString('latin1', 8, 12) !== 'WAVE'
  ) {
    throw new AppError(
      'bad-input',
      `${path} is ${nameOfContent(riff)}, not a WAV file. ${convertWith(path)}`,
    );
  }
  let format: Buffer | null = null;
  let chunks = 0;
  for (let at = 12; at + 8 <= fileBytes;) {
    chunks += 1;
    if (chunks > maxChunks) throw damaged(path, 'its audio is not found');
    const head = await readAt(file, at, 8);
    const id = head.toString('latin1', 0, 4);
    const size = head.readUInt32LE(4);
    if (id === 'fmt ') format = await readAt(file, at + 8, Math.min(size, 40));
    if (id === 'data') {
      if (format === null) throw damaged(path, 'its format comes after its audio');
      const left = fileBytes - (at + 8);
      return checkFormat(
        format,
        { dataStart: at + 8, dataBytes: unknownSizes.has(size) ? left : Math.min(size, left) },
        path,
      );
    }
    at += 8 + size + (size % 2);
  }
  throw damaged(path, 'it holds no audio');
}

function checkFormat(
  format: Buffer,
  data: { dataStart: number; dataBytes: number },
  path: string,
): WavFormat {
  if (format.length < 16) throw damaged(path, 'its format is cut off');
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
      `${path} has ${bits}-bit audio of kind ${kind}; 16-bit PCM and 32-bit float are read. ${convertWith(path)}`,
    );
  }
  if (channels !== 1 && channels !== 2) {
    throw new AppError(
      'bad-input',
      `${path} has ${channels} channels; one or two are read. ${convertWith(path)}`,
    );
  }
  if (sampleRateHz < rateLimitsHz.least || sampleRateHz > rateLimitsHz.most) {
    throw new AppError(
      'bad-input',
      `${path} claims ${sampleRateHz} samples a second; 1,000 to 384,000 are read. ${convertWith(path)}`,
    );
  }
  const frameBytes = channels * (encoding === 'int16' ? 2 : 4);
  const blockAlign = format.readUInt16LE(12);
  if (blockAlign !== frameBytes) {
    throw damaged(path, `it claims ${blockAlign} bytes a sample where its format makes ${frameBytes}`);
  }
  const dataBytes = data.dataBytes - (data.dataBytes % frameBytes);
  if (dataBytes === 0) throw damaged(path, 'it holds no audio');
  return { sampleRateHz, channels, encoding, frameBytes, dataStart: data.dataStart, dataBytes };
}

function encodingOf(kind: number, bits: number): WavFormat['encoding'] | null {
  if (kind === formatTags.pcm && bits === 16) return 'int16';
  return kind === formatTags.float && bits === 32 ? 'float32' : null;
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

function damaged(path: string, how: string): AppError {
  return new AppError('bad-input', `${path} is damaged: ${how}. Record or export it again.`);
}

function convertWith(path: string): string {
  return `Convert it first: ffmpeg -i "${path}" -ar 16000 -ac 1 -c:a pcm_s16le meeting.wav`;
}

const magics: readonly (readonly [string, string])[] = [
  ['ID3', 'an MP3 file'],
  ['\u00ff\u00fb', 'an MP3 file'],
  ['\u00ff\u00f3', 'an MP3 file'],
  ['OggS', 'an Ogg file'],
  ['fLaC', 'a FLAC file'],
  ['FORM', 'an AIFF file'],
  ['RIFX', 'a big-endian RIFF file'],
  ['\u001aE\u00df\u00a3', 'a Matroska or WebM file'],
];

function nameOfContent(start: Buffer): string {
  const text = start.toString('latin1');
  if (text.slice(4, 8) === 'ftyp') return 'an MP4 file';
  return magics.find(([magic]) => text.startsWith(magic))?.[1] ?? 'something else';
}
