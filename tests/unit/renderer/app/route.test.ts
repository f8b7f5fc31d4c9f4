import { expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../../src/renderer/app/route.ts';

it.each([
  { page: 'recording' },
  { page: 'sessions', sessionId: null },
  { page: 'sessions', sessionId: 'a/b c' },
  { page: 'findings', sessionId: null },
  { page: 'findings', sessionId: 's-1' },
] satisfies Route[])('finds its way back to %j', (route) => {
  expect(parseRoute(hrefOf(route))).toEqual(route);
});

it('shows the recording page for an address that it does not know', () => {
  expect(parseRoute('#/nowhere')).toEqual({ page: 'recording' });
  expect(parseRoute('')).toEqual({ page: 'recording' });
});
