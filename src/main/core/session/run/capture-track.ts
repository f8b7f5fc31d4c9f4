import { secToSamples, type Frame, type SourceName } from '../../../../shared/sound/audio.ts';
import type { AudioSource, LevelMeter, Recording, SourceChange } from '../../ports/ports.ts';
import type { GapRow } from '../session-store.ts';

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
  /** A gap, when it is over. */
  onGap: (source: SourceName, gap: GapRow) => void;
  /** A gap that goes on, as long as it is so far. */
  onGapGrows?: (source: SourceName, gap: GapRow) => void;
  /** A live source was lost, came back, or behaves strangely. */
  onChange?: (source: SourceName, change: SourceChange) => void;
}): Promise<void> {
  const { source, recording, meter, maxSamples, signal } = options;
  const name = source.source;

  async function append(pcm: Int16Array): Promise<void> {
    await recording.append(name, pcm);
    meter.add(pcm);
    options.onRecorded(name, recording.samples(name));
  }

  /** Not measured: zeros that nobody captured say nothing about the source. */
  async function appendZeros(count: number): Promise<void> {
    for (let left = count; left > 0; left -= zeros.length) {
      await recording.append(name, zeros.subarray(0, left));
      options.onRecorded(name, recording.samples(name));
    }
  }

  function onChange(change: SourceChange): void {
    if (change.type === 'restarting' || change.type === 'stalled') meter.markNotCaptured();
    options.onChange?.(name, change);
  }

  /** A source that is away lengthens one gap again and again. */
  let gap: GapRow | null = null;

  function endGap(): void {
    if (gap !== null) options.onGap(name, gap);
    gap = null;
  }

  function addToGap(firstSample: number, sampleCount: number, reason: string): void {
    if (gap?.reason !== reason || gap.firstSample + gap.sampleCount !== firstSample) endGap();
    gap = {
      firstSample: gap?.firstSample ?? firstSample,
      sampleCount: (gap?.sampleCount ?? 0) + sampleCount,
      reason,
    };
  }

  async function take(frame: Frame): Promise<void> {
    const firstSample = recording.samples(name);
    const { reason, leftOutSamples } = frame.gap ?? { reason: 'frames-lost', leftOutSamples: 0 };
    if (leftOutSamples > 0)
      options.onGap(name, {
        firstSample,
        sampleCount: leftOutSamples,
        reason: reason === 'file-short' ? reason : 'sleep-left-out',
      });
    const missing = Math.min(frame.firstSample, maxSamples) - firstSample;
    if (missing > 0) {
      addToGap(firstSample, missing, reason);
      await appendZeros(missing);
    }
    if (frame.pcm.length === 0) {
      if (gap !== null) options.onGapGrows?.(name, gap);
      return;
    }
    endGap();
    const fitting = frame.pcm.subarray(0, maxSamples - recording.samples(name));
    if (fitting.length > 0) await append(fitting);
  }

  try {
    for await (const frame of source.frames(signal, onChange)) {
      await take(frame);
      if (recording.samples(name) >= maxSamples) return;
    }
  } finally {
    endGap();
  }
}
