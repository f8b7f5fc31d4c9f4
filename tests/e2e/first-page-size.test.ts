import { expect, it } from 'vitest';
import { firstPageBytes } from '../support/first-page-bytes.ts';

// The page is opened over slow lines as well, and each page that is added must be loaded on demand.
const mostBytes = 180_000;

it('needs at most 180 kB, gzipped, to show the first page', () => {
  const files = firstPageBytes();
  expect(Object.keys(files).some((name) => name.endsWith('.js'))).toBe(true);
  const all = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
  expect(all, JSON.stringify(files)).toBeLessThanOrEqual(mostBytes);
});
