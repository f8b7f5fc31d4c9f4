import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateSkew } from '../../../../src/main/core/targets/clock-skew.ts';

const now = Date.parse('2026-03-01T10:00:00Z');
const at = (ms: number, zone = 'Z'): string => new Date(ms).toISOString().replace('Z', zone);

describe("a server's clock", () => {
  it('is within the range that question and answer leave', () => {
    const sample = { fromMs: now, toMs: now + 40, text: at(now + 5_020), stepMs: 0 };
    expect(estimateSkew([sample])).toEqual({ skewMs: 5_000, uncertaintyMs: 20, zoneMinutes: null });
  });

  it('is known better by several answers', () => {
    const header = { fromMs: now, toMs: now + 10, text: 'Sun, 01 Mar 2026 09:59:58 GMT', stepMs: 1_000 };
    const frame = { fromMs: now, toMs: now + 100, text: at(now - 1_900), stepMs: 1 };
    const { skewMs = 0, uncertaintyMs = 0 } = estimateSkew([header, frame]) ?? {};
    expect(skewMs).toBeGreaterThanOrEqual(-2_000);
    expect(skewMs).toBeLessThanOrEqual(-1_899);
    expect(uncertaintyMs).toBeLessThanOrEqual(51);
  });

  it.each([
    [330, 330],
    [-300, -300],
    [0, 0],
    [845, 840],
  ])('in local time without its zone is told from a wrong one (%i minutes)', (minutes, zone) => {
    const text = at(now + 20 + minutes * 60_000, '').replace(/(\d{3})$/, '$1456');
    const skew = estimateSkew([{ fromMs: now, toMs: now + 40, text, stepMs: 0 }]);
    expect(skew?.zoneMinutes).toBe(zone);
    expect(skew?.skewMs).toBe((minutes - zone) * 60_000);
  });

  it('is believed where a zone is said, before where it is guessed', () => {
    const local = { fromMs: now, toMs: now + 40, text: at(now + 7_200_000, ''), stepMs: 1 };
    const header = { fromMs: now, toMs: now + 40, text: 'Sun, 01 Mar 2026 10:00:00 GMT', stepMs: 1_000 };
    expect(estimateSkew([local, header])).toMatchObject({ zoneMinutes: 120 });
    expect(Math.abs(estimateSkew([local, header])?.skewMs ?? 9_999)).toBeLessThan(600);
  });

  it.each(['', 'yesterday', '2026-13-40T99:99:99', '1772359200', '2026-03-01'])(
    'is not read from %j',
    (text) => {
      expect(estimateSkew([{ fromMs: now, toMs: now, text, stepMs: 0 }])).toBeNull();
    },
  );

  it('always lies within what is said of it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -400_000, max: 400_000 }),
        fc.array(fc.record({ there: fc.nat(500), back: fc.nat(500), later: fc.nat(5_000) }), {
          minLength: 1,
          maxLength: 6,
        }),
        (trueSkew, trips) => {
          const samples = trips.map(({ there, back, later }) => ({
            fromMs: now + later,
            toMs: now + later + there + back,
            text: at(now + later + there + trueSkew),
            stepMs: 1,
          }));
          const { skewMs, uncertaintyMs } = estimateSkew(samples) ?? { skewMs: 1e9, uncertaintyMs: 0 };
          expect(Math.abs(skewMs - trueSkew)).toBeLessThanOrEqual(uncertaintyMs + 1);
        },
      ),
    );
  });
});
