import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { samplesToSec, secToSamples } from '../../../shared/sound/audio.ts';
import { peaksSchema, type Peaks } from '../../../shared/sound/peaks.ts';
import type { TrackReader } from './track-reader.ts';

// A waveform has no more columns than a wide screen, and none is shorter than a syllable.
const mostPeaks = 3_000;
const leastSamples = secToSamples(0.05);
const blockSamples = 65_536;
const fullScale = 32_768;

const storedSchema = peaksSchema.extend({ samples: z.number().int() });

/** The waveform of a track, read once through the file a block at a time, so that a day of it costs no memory. */
export async function measurePeaks(reader: Pick<TrackReader, 'fill'>, samples: number): Promise<Peaks> {
  const perPeak = Math.max(leastSamples, Math.ceil(samples / mostPeaks));
  const peaks = new Uint8Array(Math.ceil(samples / perPeak));
  const block = new Int16Array(blockSamples);
  for (let first = 0; first < samples; first += blockSamples) {
    const filled = await reader.fill(first, block.subarray(0, Math.min(blockSamples, samples - first)));
    if (filled.length === 0) break;
    notePeaks(peaks, filled, { first, perPeak });
  }
  return { secPerPeak: samplesToSec(perPeak), peaks: [...peaks] };
}

function notePeaks(peaks: Uint8Array, pcm: Int16Array, at: { first: number; perPeak: number }): void {
  for (let index = 0; index < pcm.length;) {
    const bin = Math.floor((at.first + index) / at.perPeak);
    const end = Math.min(pcm.length, (bin + 1) * at.perPeak - at.first);
    let most = 0;
    for (; index < end; index += 1) {
      const value = Math.abs(pcm[index] ?? 0);
      if (value > most) most = value;
    }
    // What is not zero is not shown as zero.
    const peak = Math.min(255, Math.ceil((most / fullScale) * 255));
    if (peak > (peaks[bin] ?? 0)) peaks[bin] = peak;
  }
}

/** Beside the track, so that it goes with it. */
const cachePath = (trackPath: string): string => trackPath.replace(/\.wav$/, '.peaks.json');

/** What was measured before of just as many samples. */
export async function readStoredPeaks(trackPath: string, samples: number): Promise<Peaks | null> {
  try {
    const stored = storedSchema.parse(JSON.parse(await readFile(cachePath(trackPath), 'utf8')));
    return stored.samples === samples ? { secPerPeak: stored.secPerPeak, peaks: stored.peaks } : null;
  } catch {
    // Not there, or not ours: it is measured again.
    return null;
  }
}

/** A full disk, or a session that is deleted meanwhile, costs only that it is measured again. */
export async function storePeaks(trackPath: string, samples: number, peaks: Peaks): Promise<void> {
  await writeFileAtomic(cachePath(trackPath), JSON.stringify({ samples, ...peaks }), { mode: 0o600 }).catch(
    () => undefined,
  );
}
