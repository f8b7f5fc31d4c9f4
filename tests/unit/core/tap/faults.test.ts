import { expect, test } from 'vitest';
import { noFaults, parseFaults } from '../../../../src/main/core/tap/faults.ts';

test.each([
  ['', noFaults],
  ['drop', { ...noFaults, drop: 0.1 }],
  ['drop=0.5, delay=200', { ...noFaults, drop: 0.5, delayMs: 200 }],
  ['duplicate,reorder', { ...noFaults, duplicate: 1, reorder: true }],
  ['half-open@3', { ...noFaults, halfOpenSec: 3 }],
  ['close=1006,half-open', { ...noFaults, close: { code: 1006, afterSec: 10 }, halfOpenSec: 10 }],
  ['close=4001@0.5', { ...noFaults, close: { code: 4001, afterSec: 0.5 } }],
])('%j is read as it is meant', (list, faults) => {
  expect(parseFaults(list)).toEqual(faults);
});

test.each([
  'lose',
  'drop=2',
  'delay',
  'close',
  'close=999',
  'close=1015',
  'close=2000',
  'reorder=1',
  'drop=0.1.2',
])('%j is refused with the faults that there are', (list) => {
  expect(() => parseFaults(list)).toThrow(/is not a fault\. Known: drop/);
});
