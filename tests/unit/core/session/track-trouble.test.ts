import { describe, expect, it } from 'vitest';
import { cutAtLongest, silenceOf, whyOf } from '../../../../src/main/core/session/run/track-trouble.ts';
import type { AudioSource, LevelMeter } from '../../../../src/main/core/ports/ports.ts';
import type { Heard } from '../../../../src/shared/session/silence.ts';

const sourceOf = (expectedSamples: number | null): AudioSource => ({
  source: 'system',
  description: 'meeting.wav',
  expectedSamples,
  frames: () => {
    throw new Error('not asked for');
  },
});

const file = sourceOf(10);
const device = sourceOf(null);

function noteOn(source: AudioSource, heard: Heard, cause?: string): string | null {
  const meter = { heard: () => heard } as Partial<LevelMeter> as LevelMeter;
  const notes = silenceOf(
    [source],
    new Map([['system', meter]]),
    new Map(cause === undefined ? [] : [['system', cause]]),
  );
  return whyOf(null, notes).reason;
}

describe('what is said of a track at its end', () => {
  it.each([
    ['zeros of a device', device, null, 'every sample is zero. Check in the sound settings'],
    ['zeros of a file', file, null, 'every sample is zero. The file itself has no more'],
    ['-50 dB of a device', device, -50, 'its peak is -50 dB. Check in the sound settings'],
    ['-50 dB of a file', file, -49.9, 'its peak is -50 dB. The file itself has no more'],
  ] as const)('names %s', (_what, source, loudestDb, said) => {
    expect(noteOn(source, { samples: 48_000, loudestDb })).toContain(said);
  });

  it('is the cause where the system knows it', () => {
    expect(noteOn(device, { samples: 48_000, loudestDb: null }, 'The output is muted')).toContain(
      'every sample is zero. The output is muted.',
    );
  });

  it.each([
    ['a voice', device, { samples: 48_000, loudestDb: -40 }],
    ['a recording that was stopped at once', device, { samples: 16_000, loudestDb: null }],
  ] as const)('is nothing of %s', (_what, source, heard) => {
    expect(noteOn(source, heard)).toBeNull();
  });

  it('is the rest of a file that is longer than any recording', () => {
    const day = 86_400;
    const long = sourceOf((day + 3_600) * 16_000);
    expect(cutAtLongest(long, day * 16_000)?.message).toContain(
      'the last 1.0 h of meeting.wav are not in it',
    );
    expect(cutAtLongest(long, 3_600 * 16_000)).toBeNull();
    expect(cutAtLongest(sourceOf(day * 16_000), day * 16_000)).toBeNull();
    expect(cutAtLongest(device, day * 16_000)).toBeNull();
  });
});
