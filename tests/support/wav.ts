import { readFile, writeFile } from 'node:fs/promises';
import { buildWavHeader, wavHeaderBytes } from '../../src/shared/sound/wav.ts';

/** A WAV file of any form, also of forms that should not be. Sizes are true unless they are given. */
export type WavShape = {
  rateHz: number;
  channels?: number;
  bits?: number;
  kind?: 'pcm' | 'float' | number;
  /** The samples as they lie in the file. */
  data: Uint8Array;
  /** The long form of the format, where the kind is told by a sub-format. */
  isExtensible?: boolean;
  blockAlign?: number;
  /** What stands in front of the audio, and after it. */
  before?: Uint8Array;
  after?: Uint8Array;
  claimedDataBytes?: number;
};

export function buildWav(shape: WavShape): Buffer {
  const { data, isExtensible = false, before = new Uint8Array(), after = new Uint8Array() } = shape;
  const format = formatChunk(shape, isExtensible);
  const head = Buffer.alloc(8);
  head.write('data', 'latin1');
  head.writeUInt32LE(shape.claimedDataBytes ?? data.length, 4);
  const padding = Buffer.alloc(data.length % 2);
  const body = Buffer.concat([format, before, head, data, padding, after]);
  const riff = Buffer.from('RIFF\0\0\0\0WAVE', 'latin1');
  riff.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([riff, body]);
}

/** A chunk with its padding; an unknown one is to be skipped by readers. */
export function riffChunk(id: string, content: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.write(id, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

function formatChunk(shape: WavShape, isExtensible: boolean): Buffer {
  const { channels = 1, bits = 16, kind = 'pcm' } = shape;
  const tag = kind === 'pcm' ? 1 : kind === 'float' ? 3 : kind;
  const blockAlign = shape.blockAlign ?? (channels * bits) / 8;
  const content = Buffer.alloc(isExtensible ? 40 : 16);
  content.writeUInt16LE(isExtensible ? 0xfffe : tag, 0);
  content.writeUInt16LE(channels, 2);
  content.writeUInt32LE(shape.rateHz, 4);
  content.writeUInt32LE((shape.rateHz * blockAlign) % 2 ** 32, 8);
  content.writeUInt16LE(blockAlign, 12);
  content.writeUInt16LE(bits, 14);
  if (isExtensible) {
    content.writeUInt16LE(22, 16);
    content.writeUInt16LE(bits, 18);
    content.writeUInt16LE(tag, 24);
    content.set(Buffer.from('000000001000800000aa00389b71', 'hex'), 26);
  }
  return riffChunk('fmt ', content);
}

export function bytesOf(samples: Int16Array | Float32Array): Buffer {
  return Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
}

/** A 16 kHz mono file, as the product itself writes them. */
export async function writeTrackWav(path: string, pcm: Int16Array): Promise<void> {
  await writeFile(path, Buffer.concat([buildWavHeader(pcm.byteLength), bytesOf(pcm)]));
}

/** The samples of a file that the product wrote. */
export async function readTrackWav(path: string): Promise<Int16Array> {
  const file = await readFile(path);
  return new Int16Array(Uint8Array.from(file.subarray(wavHeaderBytes)).buffer);
}
