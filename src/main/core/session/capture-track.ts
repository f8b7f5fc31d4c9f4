import { secToSamples, type SourceName } from '../../../shared/audio.ts';
import type { AudioSource, LevelMeter, Recording } from '../ports.ts';
import type { GapRow } from './session-store.ts';

// One second of zeros at a time, so that a long gap costs no memory.
const zeros = new Int16Array(secToSamples(1));

/**
 * Takes frames from a source into its track until the source ends, `signal` fires or `maxSamples` are there.
 * A jump in the frames' count becomes silence of the same length and is told as a gap, so that the track's time stays true.
 * @throws AppError what the source or the recording throws
 */
export async function captureTrack(options: {
  source: AudioSource;
  recording: Recording;
  meter: LevelMeter;
  maxSamples: number;
  signal: AbortSignal;
  /** So many samples of the track are on disk. */
  onRecorded: (source: SourceName, samples: number) => void;
  onGap: (source: SourceName, gap: GapRow) => void;
}): Promise<void> {
  const { source, recording, meter, maxSamples, signal } = options;
  const name = source.source;

  async function append(pcm: Int16Array): Promise<void> {
    const fitting = pcm.subarray(0, maxSamples - recording.samples(name));
    if (fitting.length === 0) return;
    await recording.append(name, fitting);
    meter.add(fitting);
    options.onRecorded(name, recording.samples(name));
  }

  for await (const frame of source.frames(signal)) {
    const firstSample = recording.samples(name);
    const missing = frame.firstSample - firstSample;
    if (missing > 0) {
      options.onGap(name, { firstSample, sampleCount: missing, reason: 'frames-lost' });
      for (let left = missing; left > 0; left -= zeros.length) await append(zeros.subarray(0, left));
    }
    await append(frame.pcm);
    if (recording.samples(name) >= maxSamples) return;
  }
}
