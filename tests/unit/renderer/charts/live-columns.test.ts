import { expect, test } from 'vitest';
import { withLive } from '../../../../src/renderer/charts/live-columns.ts';
import type { Sample } from '../../../../src/shared/health/sample.ts';

const sample = (atMs: number, figures: Record<string, number>): Sample => ({ atMs, pid: 1, figures });
const stored = { atMs: [1, 2], series: { 'net.a': [10, 20] } };

test('what comes is put behind what is stored, and nothing twice', () => {
  expect(withLive(stored, [sample(2, { 'net.a': 99 }), sample(3, { 'net.a': 30 })], ['net.'])).toEqual({
    atMs: [1, 2, 3],
    series: { 'net.a': [10, 20, 30] },
  });
});

test('a figure that is measured for the first time is there from then on, with a gap before', () => {
  const columns = withLive(
    stored,
    [sample(3, { 'net.b': 5 }), sample(4, { 'net.a': 40, 'net.b': 6 })],
    ['net.'],
  );
  expect(columns.series).toEqual({ 'net.a': [10, 20, null, 40], 'net.b': [null, null, 5, 6] });
});

test('what nobody asked for stays out', () => {
  expect(withLive(stored, [sample(3, { 'store.x': 1 })], ['net.']).series).toEqual({
    'net.a': [10, 20, null],
  });
});
