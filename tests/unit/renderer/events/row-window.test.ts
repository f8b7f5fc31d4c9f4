import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heightOf, rowAtPx, rowsInSight, topOf } from '../../../../src/renderer/events/list/row-window.ts';

const heights = fc
  .record({
    count: fc.integer({ min: 1, max: 1_000_000 }),
    isOpen: fc.boolean(),
    place: fc.double({ min: 0, max: 0.999_999, noNaN: true }),
    px: fc.integer({ min: 27, max: 900 }),
  })
  .map(({ count, isOpen, place, px }) => ({
    count,
    rowPx: 26,
    open: isOpen ? { index: Math.floor(place * count), px } : null,
  }));

test('each row begins where the one before it ends, and is found at every height of its own', () => {
  fc.assert(
    fc.property(heights, fc.double({ min: 0, max: 0.999_999, noNaN: true }), (given, place) => {
      const index = Math.floor(place * given.count);
      const px = given.open?.index === index ? given.open.px : given.rowPx;
      expect(topOf(given, index + 1)).toBe(topOf(given, index) + px);
      expect(rowAtPx(given, topOf(given, index))).toBe(index);
      expect(rowAtPx(given, topOf(given, index + 1) - 1)).toBe(index);
      expect(heightOf(given)).toBe(topOf(given, given.count));
    }),
  );
});

test('the rows that are drawn cover the box, and are few however many there are', () => {
  fc.assert(
    fc.property(heights, fc.nat(30_000_000), (given, wantedPx) => {
      const heightPx = 600;
      const scrollPx = Math.min(wantedPx, Math.max(0, heightOf(given) - heightPx));
      const { from, to } = rowsInSight(given, { scrollPx, heightPx });
      expect(topOf(given, from)).toBeLessThanOrEqual(scrollPx);
      expect(topOf(given, to + 1)).toBeGreaterThanOrEqual(Math.min(scrollPx + heightPx, heightOf(given)));
      expect(to - from).toBeLessThan(45);
    }),
  );
  expect(rowsInSight({ count: 0, rowPx: 26, open: null }, { scrollPx: 0, heightPx: 600 })).toEqual({
    from: 0,
    to: -1,
  });
});
