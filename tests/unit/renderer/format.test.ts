import { expect, it } from 'vitest';
import { bytes, clock, decibels, exactLength, shortTime } from '../../../src/renderer/format.ts';

it('shows hours only when there are some', () => {
  expect([0, 59.9, 65, 3_600, 4_025].map(clock)).toEqual(['0:00', '0:59', '1:05', '1:00:00', '1:07:05']);
});

it('shows bytes with two or three digits and their unit', () => {
  expect([0, 812, 999, 1_500, 9_960, 999_600, 12_640_000].map(bytes)).toEqual([
    '0 B',
    '812 B',
    '999 B',
    '1.5 kB',
    '10 kB',
    '1.0 MB',
    '13 MB',
  ]);
});

it('shows levels with a true minus, and pure zeros as none', () => {
  expect([-12.34, 0, -0.01, null].map(decibels)).toEqual(['−12.3 dB', '0.0 dB', '0.0 dB', '−∞ dB']);
});

it('shows exact lengths in the unit that they are read in, to the millisecond', () => {
  expect([0.04, 11.3, 999.9, 45_694.9, 725_123.4, 3_725_000].map(exactLength)).toEqual([
    '0.0 ms',
    '11.3 ms',
    '999.9 ms',
    '45.695 s',
    '12:05.123',
    '1:02:05.000',
  ]);
});

it('shows times at an axis with two figures', () => {
  expect([0, 0.04, 1.26, 9.96, 27.7, 400].map(shortTime)).toEqual([
    '0 ms',
    '0.0 ms',
    '1.3 ms',
    '10 ms',
    '28 ms',
    '400 ms',
  ]);
});
