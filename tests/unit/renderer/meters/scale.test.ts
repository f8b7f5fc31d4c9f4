import { expect, it } from 'vitest';
import { meterShare } from '../../../../src/renderer/meters/scale.ts';

it('spans -60 dBFS to full scale and stays inside', () => {
  expect([null, -90, -60, -30, 0, 3].map(meterShare)).toEqual([0, 0, 0, 0.5, 1, 1]);
});
