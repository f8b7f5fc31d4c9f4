import { open, stat, type FileHandle } from 'node:fs/promises';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { readWavFormat, type WavFormat } from './wav-header-reader.ts';

/** A WAV file that is read from front to back, one block at a time. */
export type WavReader = {
  sampleRateHz: number;
  /** Samples of one channel in the whole file. */
  samples: number;
  /** True where no conversion is needed: 16 kHz or not, it is one channel of 16-bit samples. */
  isMonoInt16: boolean;
  /** The next block as 16-bit samples of one channel; for files where `isMonoInt16`. */
  readInt16(count: number): Promise<Int16Array>;
  /** The next block as one channel of floats in -1 to 1; two channels are averaged. */
  readFloat(count: number): Promise<Float32Array>;
  close(): Promise<void>;
};

/** @throws AppError `not-found`, `bad-input` */
export async function openWavReader(path: string): Promise<WavReader> {
  await refuseUnreadable(path);
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  try {
    const { size } = await file.stat();
    return readerOf(file, await readWavFormat(file, size, path));
  } catch (error) {
    await file.close();
    throw error instanceof AppError ? error : cannotOpen(path, error);
  }
}

function readerOf(file: FileHandle, format: WavFormat): WavReader {
  let readBytes = 0;

  async function next(count: number): Promise<Buffer> {
    const wanted = Math.min(count * format.frameBytes, format.dataBytes - readBytes);
    const block = Buffer.alloc(wanted);
    const { bytesRead } = await file.read(block, 0, wanted, format.dataStart + readBytes);
    const whole = bytesRead - (bytesRead % format.frameBytes);
    readBytes += whole;
    return block.subarray(0, whole);
  }

  return {
    sampleRateHz: format.sampleRateHz,
    samples: format.dataBytes / format.frameBytes,
    isMonoInt16: format.encoding === 'int16' && format.channels === 1,
    async readInt16(count) {
      const block = await next(count);
      return new Int16Array(block.buffer, block.byteOffset, block.byteLength / 2);
    },
    readFloat: async (count) => toMono(await next(count), format),
    close: () => file.close(),
  };
}

function toMono(block: Buffer, format: WavFormat): Float32Array {
  const mono = new Float32Array(block.length / format.frameBytes);
  const sampleBytes = format.frameBytes / format.channels;
  const read = (at: number): number => {
    if (format.encoding === 'int16') return block.readInt16LE(at) / 32_768;
    const value = block.readFloatLE(at);
    return Number.isFinite(value) ? value : 0;
  };
  for (let i = 0; i < mono.length; i += 1) {
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel += 1) {
      sum += read(i * format.frameBytes + channel * sampleBytes);
    }
    mono[i] = sum / format.channels;
  }
  return mono;
}

/** Before it is opened: opening a pipe would wait for whoever writes to it. */
async function refuseUnreadable(path: string): Promise<void> {
  const found = await stat(path).catch((cause: unknown) => {
    throw cannotOpen(path, cause);
  });
  if (found.isDirectory()) throw new AppError('bad-input', `${path} is a folder. Name a WAV file in it.`);
  if (!found.isFile()) {
    throw new AppError('bad-input', `${path} is a pipe or a device. Save it as a WAV file first.`);
  }
}

function cannotOpen(path: string, cause: unknown): AppError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT')
    return new AppError('not-found', `There is no file ${path}. Check the path.`, { cause });
  return new AppError('bad-input', `${path} cannot be read: ${messageOf(cause)}. Check its permissions.`, {
    cause,
  });
}
