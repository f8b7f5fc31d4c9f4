import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openWavReader } from '../../../../../src/main/core/capture/files/wav-reader.ts';
import { AppError } from '../../../../../src/shared/errors.ts';
import { fitted } from '../../../../support/machine/work.ts';
import { itWith } from '../../../../support/machine/needs.ts';
import { makeTemporaryFolder } from '../../../../support/temporary-folder.ts';
import { wavLayouts } from '../../../../support/wav-layout.ts';

const files = fitted({ full: 1_000, usual: 40, least: 20 });

/** `null` where sox finds no sound in it. */
function soxSamplesOf(path: string): Int16Array | null {
  try {
    const raw = execFileSync('sox', [path, '-t', 's16', '-', 'remix', '1'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return raw.length === 0 ? null : new Int16Array(Uint8Array.from(raw).buffer);
  } catch {
    return null;
  }
}

itWith(
  ['sox'],
  'a WAV file of any order of parts, cut off anywhere, gives what sox gives or a refusal',
  async () => {
    const path = join(await makeTemporaryFolder(), 'meeting.wav');
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(wavLayouts, async ({ bytes }) => {
        await writeFile(path, bytes);
        const theirs = soxSamplesOf(path);
        const reader = await openWavReader(path).catch((error: unknown) => {
          if (error instanceof AppError) return null;
          throw error;
        });
        if (theirs === null || reader === null) {
          await reader?.close();
          return;
        }
        const ours = await reader.readFloat(reader.samples);
        await reader.close();
        expect(Array.from(ours, (value) => Math.round(value * 32_768))).toEqual([...theirs]);
        compared += 1;
      }),
      { numRuns: files },
    );
    expect(compared).toBeGreaterThan(files / 4);
  },
);
