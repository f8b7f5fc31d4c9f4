import { expect, test } from 'vitest';
import { resultOf, type Figure } from '../../bench/bench.ts';

const figure = (value: number, more: Partial<Figure> = {}): Figure => ({
  figure: 'x',
  value,
  unit: '',
  ...more,
});
const goal = { limit: { atMost: 0.45 }, knownMiss: { butStill: { atMost: 0.5 }, why: 'it is so' } };

test.each([
  ['without a limit, for information', figure(9), ''],
  ['within its limit', figure(0.45, { limit: { atMost: 0.45 } }), 'pass'],
  ['at least as much as was promised', figure(2, { limit: { atLeast: 2 } }), 'pass'],
  ['beyond its limit', figure(0.451, { limit: { atMost: 0.45 } }), 'FAIL'],
  ['less than was promised', figure(1.9, { limit: { atLeast: 2 } }), 'FAIL'],
  ['beyond a goal that is known to be missed', figure(0.484, goal), 'known miss'],
  ['beyond what must hold all the same', figure(0.51, goal), 'FAIL'],
  ['within a goal that was missed before', figure(0.44, goal), 'pass'],
  ['no number at all', figure(Number.NaN, goal), 'FAIL'],
])('a figure %s', (_what, given, result) => {
  expect(resultOf(given)).toBe(result);
});
