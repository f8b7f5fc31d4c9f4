import { describe, expect, it } from 'vitest';
import type { AudioSource, LevelMeter, SourceChange } from '../../../../src/main/core/ports/ports.ts';
import { captureTrack } from '../../../../src/main/core/session/run/capture-track.ts';
import type { GapRow } from '../../../../src/main/core/session/session-store.ts';
import type { Frame } from '../../../../src/shared/sound/audio.ts';
import { createWriteOnlyRecording } from '../../../support/write-only-recording.ts';

const tone = new Int16Array(800).fill(7);

async function capture(frames: readonly (Frame | SourceChange)[], maxSamples = 1_000_000) {
  const gaps: GapRow[] = [];
  const told: string[] = [];
  const meterCalls: (number | 'not captured')[] = [];
  const largest = { append: 0 };
  const source: AudioSource = {
    source: 'system',
    description: 'scripted',
    expectedSamples: null,
    async *frames(_signal, onChange) {
      for (const item of frames) {
        await Promise.resolve();
        if ('pcm' in item) yield item;
        else onChange?.(item);
      }
    },
  };
  const recording = createWriteOnlyRecording((pcm) => {
    largest.append = Math.max(largest.append, pcm.length);
  });
  const meter: LevelMeter = {
    add: (pcm) => void meterCalls.push(pcm.length),
    markNotCaptured: () => void meterCalls.push('not captured'),
    read: () => {
      throw new Error('nobody reads it here');
    },
  };
  await captureTrack({
    source,
    recording,
    meter,
    maxSamples,
    signal: new AbortController().signal,
    onRecorded: () => undefined,
    onGap: (_source, gap) => void gaps.push(gap),
    onChange: (_source, { type }) => void told.push(type),
  });
  return { gaps, told, meterCalls, samples: recording.samples('system'), largestAppend: largest.append };
}

describe('a track', () => {
  it('gets silence where frames are missing, with the reason, and does not measure it', async () => {
    const track = await capture([
      { firstSample: 0, pcm: tone },
      { firstSample: 40_800, pcm: tone, gap: { reason: 'no-frames', leftOutSamples: 0 } },
      { firstSample: 42_000, pcm: tone },
    ]);
    expect(track.gaps).toEqual([
      { firstSample: 800, sampleCount: 40_000, reason: 'no-frames' },
      { firstSample: 41_600, sampleCount: 400, reason: 'frames-lost' },
    ]);
    expect(track.samples).toBe(42_800);
    expect(track.meterCalls).toEqual([800, 800, 800]);
  });

  it('tells how much of a long sleep is left out, and is not filled for it', async () => {
    const track = await capture([
      { firstSample: 0, pcm: tone },
      { firstSample: 4_800, pcm: tone, gap: { reason: 'sleep', leftOutSamples: 460_800_000 } },
    ]);
    expect(track.gaps).toEqual([
      { firstSample: 800, sampleCount: 460_800_000, reason: 'sleep-left-out' },
      { firstSample: 800, sampleCount: 4_000, reason: 'sleep' },
    ]);
    expect(track.samples).toBe(5_600);
  });

  it('is filled a second at a time, however long the gap', async () => {
    const track = await capture([{ firstSample: 9_600_000, pcm: tone }], 20_000_000);
    expect(track.samples).toBe(9_600_800);
    expect(track.largestAppend).toBe(16_000);
  });

  it('ends with a gap when the last frame is an empty one', async () => {
    const track = await capture([
      { firstSample: 0, pcm: tone },
      { firstSample: 16_800, pcm: new Int16Array(0), gap: { reason: 'helper-exited', leftOutSamples: 0 } },
    ]);
    expect(track.gaps).toEqual([{ firstSample: 800, sampleCount: 16_000, reason: 'helper-exited' }]);
    expect(track.meterCalls).toEqual([800]);
  });

  it('never gets longer than it may be, nor do its gaps', async () => {
    const track = await capture(
      [
        { firstSample: 0, pcm: tone },
        { firstSample: 40_000, pcm: tone },
      ],
      10_000,
    );
    expect(track.samples).toBe(10_000);
    expect(track.gaps).toEqual([{ firstSample: 800, sampleCount: 9_200, reason: 'frames-lost' }]);
  });

  it('is marked as not captured while its source is lost', async () => {
    const track = await capture([
      { firstSample: 0, pcm: tone },
      { type: 'zeros-warning', reason: 'zeros', fields: {} },
      { type: 'restarting', reason: 'lost', fields: {} },
      { firstSample: 1_600, pcm: tone },
    ]);
    expect(track.meterCalls).toEqual([800, 'not captured', 800]);
    expect(track.told).toEqual(['zeros-warning', 'restarting']);
  });
});
