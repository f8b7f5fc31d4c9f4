import fc from 'fast-check';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { openWavReader, type SoundReader } from '../../../../../src/main/core/capture/files/wav-reader.ts';
import { incomingBytes } from '../../../../../src/main/core/capture/pipe/incoming-bytes.ts';
import { openPipeReader } from '../../../../../src/main/core/capture/pipe/pipe-reader.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { wavLayouts, type WavLayout } from '../../../../support/wav-layout.ts';

async function samplesOf(opening: Promise<SoundReader>): Promise<number[]> {
  const reader = await opening;
  const all: number[] = [];
  for (;;) {
    const block = await reader.readFloat(77);
    if (block.length === 0) break;
    all.push(...Array.from(block, (value) => Math.round(value * 32_768)));
  }
  await reader.close();
  return all;
}

/** What a reader must give; `null` where the file ends before its first sample. */
function expectedOf({ bytes, samples, channels, headBytes }: WavLayout): number[] | null {
  const whole = Math.floor((bytes.length - headBytes) / (2 * channels));
  return whole < 1 ? null : [...samples.subarray(0, whole)];
}

function piecesOf(bytes: Buffer, size: number): Readable {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  return Readable.from(pieces, { objectMode: false });
}

it('a WAV file of any order of parts, cut off anywhere, gives its samples or a refusal, as a file and through a pipe', async () => {
  const path = join(await makeTemporaryFolder(), 'meeting.wav');
  await fc.assert(
    fc.asyncProperty(wavLayouts, fc.integer({ min: 1, max: 300 }), async (layout, size) => {
      await writeFile(path, layout.bytes);
      const named = { name: 'Standard input', isStream: true };
      const piped = incomingBytes(piecesOf(layout.bytes, size));
      const expected = expectedOf(layout);
      for (const open of [() => openWavReader(path), () => openPipeReader(piped, named, undefined)]) {
        const read = await samplesOf(open()).catch((error: unknown) => error);
        if (read instanceof Error) {
          expect(read).toBeInstanceOf(AppError);
          expect(expected, read.message).toBeNull();
        } else {
          // A pipe may end behind its head, and has given nothing then.
          expect(read).toEqual(expected ?? []);
        }
      }
    }),
    { numRuns: 250 },
  );
});
