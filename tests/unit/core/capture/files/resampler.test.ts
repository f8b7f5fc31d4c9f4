import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createResampler } from '../../../../../src/main/core/capture/files/resampler.ts';
import { levelAtDb, sine, toInt16 } from '../../../../support/tones.ts';

async function resample(samples: Float32Array, rateHz: number, cuts: readonly number[]): Promise<Int16Array> {
  const resampler = await createResampler(rateHz);
  try {
    const blocks: Int16Array[] = [];
    let at = 0;
    for (const length of cuts) {
      blocks.push(resampler.push(samples.subarray(at, at + length)));
      at += length;
    }
    blocks.push(resampler.push(samples.subarray(at)), resampler.flush());
    return Int16Array.from(blocks.flatMap((block) => [...block]));
  } finally {
    resampler.close();
  }
}

function inBlocks(length: number, size: number): number[] {
  return Array.from({ length: Math.floor(length / size) }, () => size);
}

// The first and last tenth hold the filter's ends.
const steady = (pcm: Int16Array): Int16Array => pcm.subarray(pcm.length / 10, (pcm.length * 9) / 10);

describe('resampling to 16 kHz', () => {
  it('leaves nothing of a 10 kHz tone at 48 kHz, which would come back as 6 kHz', async () => {
    const pcm = await resample(
      sine({ hz: 10_000, seconds: 1, rateHz: 48_000 }),
      48_000,
      inBlocks(48_000, 2_400),
    );
    expect(levelAtDb(steady(pcm), 6_000, 16_000)).toBeLessThan(-60);
    expect(Math.max(...steady(pcm).map(Math.abs))).toBeLessThan(33); // -60 dB of full scale, at any frequency
  });

  it.each([8_000, 11_025, 22_050, 32_000, 44_100, 48_000, 96_000, 384_000])(
    'keeps a 1 kHz tone at %i Hz within 0.1 dB',
    async (rateHz) => {
      const pcm = await resample(
        sine({ hz: 1_000, seconds: 1, rateHz }),
        rateHz,
        inBlocks(rateHz, rateHz / 20),
      );
      expect(Math.abs(levelAtDb(steady(pcm), 1_000, 16_000) - 20 * Math.log10(0.5))).toBeLessThan(0.1);
    },
  );

  it.each([8_000, 22_050, 44_100, 48_000, 96_000])(
    'has no delay: an impulse at %i Hz stays in its place',
    async (rateHz) => {
      const samples = new Float32Array(rateHz);
      samples[rateHz / 2] = 0.9;
      const pcm = await resample(samples, rateHz, inBlocks(rateHz, rateHz / 20));
      const loudest = pcm.reduce(
        (best, sample, i) => (Math.abs(sample) > Math.abs(pcm[best] ?? 0) ? i : best),
        0,
      );
      expect(loudest).toBe(8_000);
    },
  );

  it('passes 16 kHz through bit by bit', async () => {
    const samples = sine({ hz: 7_900, seconds: 0.5, rateHz: 16_000 });
    expect(await resample(samples, 16_000, inBlocks(8_000, 777))).toEqual(toInt16(samples));
  });

  it('makes exactly as many samples as the length makes', async () => {
    const rates = fc.constantFrom(1_000, 8_000, 11_025, 22_050, 44_100, 48_000, 96_000, 352_800, 384_000);
    await fc.assert(
      fc.asyncProperty(
        rates,
        fc.nat({ max: 20_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (rateHz, count, size) => {
          const pcm = await resample(new Float32Array(count).fill(0.1), rateHz, inBlocks(count, size));
          expect(pcm).toHaveLength(Math.round((count * 16_000) / rateHz));
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives the same however the stream is cut into blocks', async () => {
    const samples = sine({ hz: 440, seconds: 0.2, rateHz: 44_100 });
    const whole = await resample(samples, 44_100, []);
    const cuts = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(cuts, async (lengths) => {
        expect(await resample(samples, 44_100, lengths)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('clips what is too loud instead of wrapping round', async () => {
    const pcm = await resample(sine({ hz: 500, seconds: 0.2, rateHz: 48_000, amplitude: 2 }), 48_000, []);
    expect(Math.max(...pcm)).toBe(32_767);
    expect(Math.min(...pcm)).toBe(-32_768);
    const jumps = pcm.slice(1).map((sample, i) => (Math.abs(sample - (pcm[i] ?? 0)) > 32_767 ? 1 : 0));
    expect(jumps).not.toContain(1);
  });
});
