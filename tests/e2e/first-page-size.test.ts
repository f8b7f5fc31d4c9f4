import { expect, it } from 'vitest';
import { firstPageBytes } from '../support/first-page-bytes.ts';

// The page is opened over slow lines as well: each page that is added must be loaded on demand, and the schemas that the core
// checks with (40 kB, and half of the time until the page shows) have no place in it.
const mostBytes = 150_000;

it('needs at most 150 kB, gzipped, to show the first page', () => {
  const files = firstPageBytes();
  expect(Object.keys(files).some((name) => name.endsWith('.js'))).toBe(true);
  const all = Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
  expect(all, JSON.stringify(files)).toBeLessThanOrEqual(mostBytes);
});
