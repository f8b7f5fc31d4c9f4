import { expect, test } from 'vitest';
import { createSpans } from '../../../../src/main/core/health/spans.ts';
import { sampleRow } from '../../../support/vitals-samples.ts';

test('a level that stays is one span, one that changes follows without a hole, and time that nobody saw is a hole', () => {
  const spans = createSpans();
  const look = (level: 'good' | 'bad', atMs: number) =>
    spans.follow([sampleRow({ level, value: level })], atMs);
  look('good', 0);
  look('good', 10_000);
  expect(look('bad', 20_000).rows[0]?.sinceMs).toBe(20_000);
  look('bad', 21_000);
  expect(look('bad', 600_000).rows[0]?.sinceMs).toBe(600_000);
  expect(spans.takeChanged().map(({ level, fromMs, untilMs }) => [level, fromMs, untilMs])).toEqual([
    ['good', 0, 20_000],
    ['bad', 20_000, 21_000],
    ['bad', 600_000, 600_000],
  ]);
  look('bad', 610_000);
  expect(spans.takeChanged()).toMatchObject([{ fromMs: 600_000, untilMs: 610_000 }]);
  expect(spans.takeChanged()).toEqual([]);
});
