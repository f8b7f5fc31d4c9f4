import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFrameCutter } from '../../../../src/renderer/capture/frame-cutter.ts';

function cut(frameSamples: number, blocks: readonly (readonly number[])[][]) {
  const frames: { firstSample: number; pcm: number[] }[] = [];
  const cutter = createFrameCutter(frameSamples, (firstSample, pcm) =>
    frames.push({ firstSample, pcm: [...pcm] }),
  );
  for (const channels of blocks) {
    const arrays = channels.map((channel) => Float32Array.from(channel));
    cutter.push(arrays, arrays[0]?.length ?? 2);
  }
  return frames;
}

describe('the frame cutter', () => {
  test('numbers frames by their first sample', () => {
    expect(cut(3, [[[0, 0.5]], [[-0.5, 0.25]], [[0.125, 0]]])).toEqual([
      { firstSample: 0, pcm: [0, 16_384, -16_384] },
      { firstSample: 3, pcm: [8_192, 4_096, 0] },
    ]);
  });

  test('makes the average of all channels the one channel', () => {
    expect(
      cut(2, [
        [
          [1, 0],
          [0, 0.5],
          [0.5, 0.25],
        ],
      ])[0]?.pcm,
    ).toEqual([16_384, 8_192]);
  });

  test.each([
    ['in opposite phase', -1],
    ['beside a dead one', 0],
  ])('keeps a channel %s as loud as it is', (_what, other) => {
    const blocks = Array.from({ length: 25 }, (_zero, block) => {
      const left = Array.from({ length: 128 }, (_none, i) => 0.5 * Math.sin((block * 128 + i) / 5));
      return [left, left.map((sample) => other * sample)];
    });
    const pcm = cut(800, blocks).flatMap((frame) => frame.pcm);
    expect(Math.max(...pcm.slice(800))).toBeGreaterThan(16_300);
  });

  test('takes a block without a channel for silence, which is no loss', () => {
    expect(cut(2, [[]])).toEqual([{ firstSample: 0, pcm: [0, 0] }]);
  });

  test('cuts what is louder than full scale', () => {
    expect(cut(3, [[[2, -2, 1]]])[0]?.pcm).toEqual([32_767, -32_768, 32_767]);
  });

  test('loses and repeats no sample, however the blocks fall', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { maxLength: 40 }), (lengths) => {
        let next = 0;
        const blocks = lengths.map((length) => [
          Array.from({ length }, () => ((next++ % 20_000) + 1) / 32_768),
        ]);
        const samples = cut(50, blocks).flatMap(({ pcm }) => pcm);
        expect(samples).toEqual(Array.from({ length: next - (next % 50) }, (_, at) => (at % 20_000) + 1));
      }),
    );
  });
});
