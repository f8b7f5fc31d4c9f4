import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArrivals } from '../../../../src/renderer/events/list/arrivals.ts';
import { sampleEvent } from '../../../e2e/support/samples.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('hands on the first at once, and what floods in ten times a second, in order and all of it', () => {
  const handed: number[][] = [];
  const arrivals = createArrivals((recorded) => handed.push(recorded.map(({ seq }) => seq)));
  arrivals.add([sampleEvent(1)]);
  expect(handed).toEqual([[1]]);
  for (let seq = 2; seq <= 501; seq += 1) {
    arrivals.add([sampleEvent(seq)]);
    vi.advanceTimersByTime(2);
  }
  vi.advanceTimersByTime(100);
  expect(handed.flat()).toEqual(Array.from({ length: 501 }, (_none, n) => n + 1));
  expect(handed.length).toBeLessThan(14);
  arrivals.add([sampleEvent(502)]);
  arrivals.add([sampleEvent(503)]);
  arrivals.stop();
  vi.advanceTimersByTime(1_000);
  expect(handed.flat().at(-1)).toBe(502);
});
