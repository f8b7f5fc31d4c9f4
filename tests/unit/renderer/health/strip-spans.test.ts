import { expect, test } from 'vitest';
import { stripSpans } from '../../../../src/renderer/health/strip-spans.ts';
import type { HealthSpan } from '../../../../src/shared/health/health-row.ts';

const hourMs = 3_600_000;
const range = { fromMs: 0, untilMs: 24 * hourMs };
const span = (level: HealthSpan['level'], from: number, until: number, value = ''): HealthSpan => ({
  id: 'target',
  level,
  value,
  fromMs: from * hourMs,
  untilMs: until * hourMs,
});

test('a day is drawn from where it began, with the time that nobody looked as a gap', () => {
  expect(stripSpans([span('good', -6, 4), span('good', 10, 24.5)], range)).toEqual([
    span('good', 0, 4),
    span('good', 10, 24),
  ]);
});

test('what a clock that was ahead or set back left is drawn inside the strip, or not at all', () => {
  const overlapping = [span('bad', 3, 5), span('good', 4, 9)];
  expect(stripSpans([...overlapping, span('bad', 26, 27)], range)).toEqual(overlapping);
  expect(stripSpans([span('bad', 5, 4)], range)).toEqual([span('bad', 5, 5)]);
});

test('states that flap all day are one stretch of each level, with what was said last', () => {
  const flapping = Array.from({ length: 20_000 }, (_, n) =>
    span(n % 2 === 0 ? 'good' : 'bad', 1 + n / 1_000, 1 + (n + 1) / 1_000, `${n}`),
  );
  expect(stripSpans(flapping, range)).toEqual([
    { ...span('good', 1, 20.999, '19998'), untilMs: expect.closeTo(20.999 * hourMs, 0) as number },
    { ...span('bad', 1.001, 21, '19999'), untilMs: expect.closeTo(21 * hourMs, 0) as number },
  ]);
});

test('a moment of trouble within a good day stays to be seen', () => {
  const day = [span('good', 0, 12), span('bad', 12, 12), span('good', 12, 24)];
  const drawn = stripSpans(day, range);
  expect(drawn.map(({ level }) => level)).toEqual(['good', 'bad']);
  expect(drawn[1]).toMatchObject({ fromMs: 12 * hourMs, untilMs: 12 * hourMs });
});
