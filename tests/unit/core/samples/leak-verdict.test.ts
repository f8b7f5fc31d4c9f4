import fc from 'fast-check';
import { expect, test } from 'vitest';
import { leakVerdict, warmUpMs } from '../../../../src/main/core/samples/leak/leak-verdict.ts';
import { robustSlope } from '../../../../src/main/core/samples/leak/theil-sen.ts';

const hourMs = 3_600_000;
const startedMs = Date.UTC(2026, 0, 1);
const megabyte = 1_000_000;

type Shape = {
  hours: number;
  everySec: number;
  perHour: number;
  /** Half the width of noise, bytes. */
  noise: number;
  /** How high a garbage collector lets it grow before it comes, bytes. */
  sawtooth: number;
  seed: number;
};

/** Memory of a process that was just started: it fills up, then follows the shape. */
function memoryOf({ hours, everySec, perHour, noise, sawtooth, seed }: Shape) {
  let state = seed | 1;
  const random = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  const points: { atMs: number; bytes: number }[] = [];
  for (let atMs = 0; atMs <= warmUpMs + hours * hourMs; atMs += everySec * 1_000) {
    const filling = 60 * megabyte * Math.min(1, atMs / warmUpMs);
    const swing = sawtooth * ((atMs % 97_000) / 97_000);
    const bytes = 100 * megabyte + filling + (perHour * atMs) / hourMs + swing + noise * (2 * random() - 1);
    points.push({ atMs: startedMs + atMs, bytes });
  }
  return points;
}

const noisy = {
  everySec: fc.constantFrom(1, 5, 10),
  noise: fc.integer({ min: 0, max: 2 * megabyte }),
  sawtooth: fc.integer({ min: 0, max: 10 * megabyte }),
  seed: fc.integer(),
};

test('a leak of 20 to 200 MB an hour is seen within an hour, whatever the noise and the collector do', () => {
  fc.assert(
    fc.property(
      fc.record({ ...noisy, hours: fc.constantFrom(1, 2), perHour: fc.integer({ min: 20, max: 200 }) }),
      (shape) => {
        const verdict = leakVerdict(memoryOf({ ...shape, perHour: shape.perHour * megabyte }), startedMs);
        expect(verdict.kind).toBe('growing');
        expect(verdict.slope?.bytesPerHour).toBeGreaterThan(shape.perHour * megabyte * 0.6);
        expect(verdict.slope?.bytesPerHour).toBeLessThan(shape.perHour * megabyte * 1.4);
      },
    ),
    { numRuns: 40 },
  );
});

test('memory that does not grow is never called a leak', () => {
  fc.assert(
    fc.property(fc.record({ ...noisy, hours: fc.double({ min: 0.01, max: 2, noNaN: true }) }), (shape) => {
      const verdict = leakVerdict(memoryOf({ ...shape, perHour: 0 }), startedMs);
      expect(['flat', 'too-short']).toContain(verdict.kind);
    }),
    { numRuns: 60 },
  );
});

test.each([
  { everySec: 5, noise: 708_941, sawtooth: 5, seed: -2_147_483_629, hours: 0.17638888888888887 },
  { everySec: 5, noise: 1_586_629, sawtooth: 11, seed: 695_235_522, hours: 0.2878638724386789 },
  { everySec: 5, noise: 1_309_871, sawtooth: 23, seed: 1_472_131_585, hours: 0.23984016995837132 },
])('noise that looks like growth or its opposite by chance is not enough to say so: %o', (shape) => {
  expect(leakVerdict(memoryOf({ ...shape, perHour: 0 }), startedMs).kind).toBe('too-short');
});

test('memory that shrinks is never called growing, and the other way round', () => {
  fc.assert(
    fc.property(
      fc.record({ ...noisy, hours: fc.constantFrom(0.2, 0.5, 1), perHour: fc.integer({ min: 2, max: 100 }) }),
      ({ perHour, ...shape }) => {
        const shrinking = leakVerdict(memoryOf({ ...shape, perHour: -perHour * megabyte }), startedMs);
        expect(['shrinking', 'flat', 'too-short']).toContain(shrinking.kind);
        const growing = leakVerdict(memoryOf({ ...shape, perHour: perHour * megabyte }), startedMs);
        expect(['growing', 'flat', 'too-short']).toContain(growing.kind);
      },
    ),
    { numRuns: 40 },
  );
});

test('less than ten minutes after the warm-up are too short to tell, even for a steep leak', () => {
  fc.assert(
    fc.property(fc.record({ ...noisy, hours: fc.double({ min: 0, max: 0.16, noNaN: true }) }), (shape) => {
      const verdict = leakVerdict(memoryOf({ ...shape, perHour: 500 * megabyte }), startedMs);
      expect(verdict.kind).toBe('too-short');
      expect(verdict.slope).toBeNull();
    }),
    { numRuns: 40 },
  );
});

test('the filling up of the first five minutes is not taken for a leak', () => {
  const points = memoryOf({ hours: 0.5, everySec: 1, perHour: 0, noise: 50_000, sawtooth: 0, seed: 7 });
  expect(leakVerdict(points, startedMs).kind).toBe('flat');
});

test('a few figures that are far off do not move the slope', () => {
  const points = Array.from({ length: 100 }, (_, x) => ({ x, y: 3 * x + (x % 7 === 0 ? 10_000 : 0) }));
  expect(robustSlope(points)?.slope).toBeCloseTo(3, 5);
});

test('seven points are too few for an interval', () => {
  expect(robustSlope(Array.from({ length: 7 }, (_, x) => ({ x, y: x })))).toBeNull();
});
