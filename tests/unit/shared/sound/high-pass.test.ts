import { describe, expect, it } from 'vitest';
import { withoutOffset } from '../../../../src/shared/sound/high-pass.ts';
import { sine, toInt16 } from '../../../support/tones.ts';

const voice = toInt16(sine({ hz: 150, seconds: 3, rateHz: 16_000, amplitude: 0.05 }));

const beside = (pcm: Int16Array, offset: number): Int16Array =>
  pcm.map((sample) => Math.round(sample + offset));

function greatestDifference(a: Int16Array, b: Int16Array): number {
  return a.reduce((most, sample, i) => Math.max(most, Math.abs(sample - (b[i] ?? 0))), 0);
}

describe('what an engine hears of sound that lies beside zero', () => {
  it.each([150, 1_638, 1_638.4, -6_553.6])(
    'is the sound itself, to within rounding: %d of 32,768',
    (offset) => {
      expect(greatestDifference(withoutOffset(beside(voice, offset)), voice)).toBeLessThanOrEqual(1);
    },
  );

  it('is every sample as it was recorded where there is no offset', () => {
    expect(withoutOffset(voice)).toBe(voice);
  });

  it.each([
    ['a gap of zeros', (pcm: Int16Array) => pcm.fill(0, 20_000, 36_000)],
    ['an offset that begins on the way', (pcm: Int16Array) => pcm.fill(0, 0, 16_000)],
  ])('lies at zero everywhere a moment after %s', (_what, change) => {
    const heard = withoutOffset(change(beside(new Int16Array(48_000), 6_000)));
    for (const [from, to] of [
      [8_000, 15_000],
      [28_000, 35_000],
      [40_000, 48_000],
    ] as const)
      expect(greatestDifference(heard.subarray(from, to), new Int16Array(to - from))).toBeLessThan(10);
  });

  it('is not wrapped around where taking the offset out leaves the scale', () => {
    const pcm = Int16Array.from({ length: 32_000 }, (_zero, i) => (i % 16_000 === 0 ? -32_768 : 5_000));
    expect(withoutOffset(pcm)[0]).toBe(-32_768);
  });
});
