import { open, stat, type FileHandle } from 'node:fs/promises';
import { AppError, saidBy } from '../../../../shared/errors.ts';
import { bytesOfPath, type NamedFile } from './file-path.ts';
import { readWavFormat, type ReadAt, type SampleForm, type WavFormat } from './wav-header-reader.ts';
import { createToMono } from './wav-samples.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Sound that is read from front to back, one block at a time. */
export type SoundReader = {
  sampleRateHz: number;
  /** Samples of one channel that the file holds; of a pipe what it promises, `Infinity` where it promises nothing. */
  samples: number;
  /** True where no conversion is needed: 16 kHz or not, it is one channel of 16-bit samples. */
  isMonoInt16: boolean;
  /** The next block as 16-bit samples of one channel; for files where `isMonoInt16`. */
  readInt16(count: number): Promise<Int16Array>;
  /** The next block as one channel of floats in -1 to 1. */
  readFloat(count: number): Promise<Float32Array>;
  /** Samples of one channel that the file promised and did not hold, at its end. */
  missingSamples(): number;
  /** How much quieter it was made, because it goes beyond full scale, dB. */
  scaledDb(): number;
  close(): Promise<void>;
};

/**
 * `named` where people know the file by another name.
 * @throws AppError `not-found`, `bad-input`
 */
export async function openWavReader(
  path: string,
  named: NamedFile = { name: path, isStream: false },
): Promise<SoundReader> {
  await refuseUnreadable(path);
  const file = await open(bytesOfPath(path), 'r').catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  try {
    const { size } = await file.stat();
    const readAt: ReadAt = async (position, length) => {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await file.read(buffer, 0, length, position);
      return buffer.subarray(0, bytesRead);
    };
    return readerOf(file, await readWavFormat(readAt, size, named), path);
  } catch (error) {
    await file.close();
    throw error instanceof AppError ? error : cannotOpen(path, error);
  }
}

function readerOf(file: FileHandle, format: WavFormat, path: string): SoundReader {
  const { frameBytes } = format;
  const dataBytes = format.dataBytes - (format.dataBytes % frameBytes);
  let readBytes = 0;

  async function next(count: number): Promise<Buffer> {
    const wanted = Math.min(count * frameBytes, dataBytes - readBytes);
    const block = Buffer.alloc(wanted);
    const { bytesRead } = await file
      .read(block, 0, wanted, format.dataStart + readBytes)
      .catch((cause: unknown) => {
        throw cannotOpen(path, cause);
      });
    const whole = bytesRead - (bytesRead % frameBytes);
    readBytes += whole;
    return block.subarray(0, whole);
  }

  return createSoundReader(format, {
    next,
    samples: dataBytes / frameBytes,
    missingSamples: () => Math.floor((dataBytes - readBytes + format.missingBytes) / frameBytes),
    close: () => file.close(),
  });
}

/** Reads samples out of blocks of bytes; `next` gives whole samples of all channels, at an address of its own. */
export function createSoundReader(
  form: SampleForm,
  bytes: { next: (count: number) => Promise<Buffer> } & Pick<
    SoundReader,
    'samples' | 'missingSamples' | 'close'
  >,
): SoundReader {
  const toMono = createToMono(form);
  const { next, ...rest } = bytes;
  return {
    ...rest,
    sampleRateHz: form.sampleRateHz,
    isMonoInt16: form.encoding === 'int16' && form.channels === 1,
    async readInt16(count) {
      const block = await next(count);
      return new Int16Array(block.buffer, block.byteOffset, block.byteLength / 2);
    },
    readFloat: async (count) => toMono.convert(await next(count)),
    scaledDb: () => toMono.scaledDb(),
  };
}

async function refuseUnreadable(path: string): Promise<void> {
  const found = await stat(bytesOfPath(path)).catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  if (found.isDirectory()) throw new AppError('bad-input', sentence('capture.is-folder', { path }));
  if (!found.isFile()) throw new AppError('bad-input', sentence('capture.is-device', { path }));
}

export function cannotOpen(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new AppError('not-found', sentence('capture.no-file', { path }), { cause });
  return new AppError('bad-input', sentence('capture.unreadable', { path, why: saidBy(cause) }), {
    cause,
  });
}
