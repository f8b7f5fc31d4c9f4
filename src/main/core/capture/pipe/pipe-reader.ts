import { AppError } from '../../../../shared/errors.ts';
import { soundEncodings, type RawSound } from '../../../../shared/sound/raw-sound.ts';
import type { NamedFile } from '../files/file-path.ts';
import {
  isChunk,
  leastForgottenBytes,
  readWavFormat,
  wrapBytes,
  type SampleForm,
  type WavFormat,
} from '../files/wav-header-reader.ts';
import { createSoundReader, type SoundReader } from '../files/wav-reader.ts';
import type { IncomingBytes } from './incoming-bytes.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** Sound as it comes through a pipe. */
export type PipeReader = SoundReader & {
  /** Why it ended, where that is no end of sound: in the middle of a sample, or with an error. */
  brokenEnd(): string | null;
};

// Pictures and notes before the sound; what is longer is not what it seems.
const mostHeadBytes = 16 * 2 ** 20;
// A part that follows the sound; what claims to be longer is sound that looks like a name.
const mostPartBytes = 64 * 2 ** 20;
// What follows the sound is taken too, so that whoever writes it ends well.
const mostDroppedBytes = 2 ** 20;

/** @throws AppError `bad-input` for what is no WAV stream; its bytes are still there */
export async function openPipeReader(
  bytes: IncomingBytes,
  named: NamedFile,
  raw: RawSound | undefined,
): Promise<PipeReader> {
  if (raw !== undefined) {
    const frameBytes = raw.channels * soundEncodings[raw.encoding].bytes;
    return readerOf(bytes, { ...raw, frameBytes, container: null, dataBytes: Infinity });
  }
  const readAt = async (position: number, length: number): Promise<Buffer> => {
    if (position + length <= mostHeadBytes) return (await bytes.peek(position + length)).subarray(position);
    throw new AppError('bad-input', sentence('capture.no-audio-begins', { name: named.name }));
  };
  const format = await readWavFormat(readAt, Infinity, named);
  await bytes.take(format.dataStart);
  return readerOf(bytes, format);
}

type Form = SampleForm & { container: WavFormat['container'] | null; dataBytes: number };

function readerOf(bytes: IncomingBytes, form: Form): PipeReader {
  const { frameBytes, container } = form;
  /** Bytes until it has to be seen whether there are more. */
  let left = form.dataBytes;
  let isPromised = left !== Infinity;
  let isOver = false;
  let cutBytes = 0;

  /** As with files: a part follows, or a few bytes of rest; otherwise the size was not true. */
  async function goesOn(): Promise<boolean> {
    const next = await bytes.peek(9);
    if (isChunk(next.subarray(0, 8), mostPartBytes) || isChunk(next.subarray(1), mostPartBytes)) return false;
    return (await bytes.peek(leastForgottenBytes + 1)).length > leastForgottenBytes;
  }

  async function dropRest(): Promise<void> {
    for (let dropped = 0; dropped < mostDroppedBytes;) {
      const { length } = await bytes.takeSome(mostDroppedBytes);
      if (length === 0) return;
      dropped += length;
    }
  }

  async function next(count: number): Promise<Buffer> {
    const block = Buffer.alloc(count * frameBytes);
    let filled = 0;
    while (filled < block.length && !isOver) {
      if (left === 0) {
        isPromised = false;
        if (!(await goesOn())) {
          isOver = true;
          await dropRest();
          break;
        }
        left = container === 'riff' ? wrapBytes : Infinity;
      }
      const wanted = Math.min(block.length - filled, left);
      const piece = await bytes.take(wanted);
      piece.copy(block, filled);
      filled += piece.length;
      left -= piece.length;
      if (piece.length === wanted) continue;
      isOver = true;
      cutBytes = filled % frameBytes;
    }
    return block.subarray(0, filled - (filled % frameBytes));
  }

  return {
    ...createSoundReader(form, {
      next,
      samples: form.dataBytes / frameBytes,
      missingSamples: () => (isPromised ? Math.floor(left / frameBytes) : 0),
      close() {
        bytes.close();
        return Promise.resolve();
      },
    }),
    brokenEnd() {
      const problem = bytes.problem();
      if (problem !== null) return problem.message;
      return cutBytes > 0 ? 'it ended in the middle of a sample' : null;
    },
  };
}
