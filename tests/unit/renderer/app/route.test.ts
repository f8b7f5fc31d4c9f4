import { expect, it } from 'vitest';
import { hrefOf, parseRoute, type Route } from '../../../../src/renderer/app/route.ts';

it.each([
  { page: 'recording' },
  { page: 'sessions', sessionId: null },
  { page: 'sessions', sessionId: 'a/b c' },
  { page: 'findings', sessionId: null },
  { page: 'findings', sessionId: 's-1' },
  { page: 'health' },
  { page: 'network', part: 'ws://a b' },
  { page: 'events', event: 12, filter: { type: 'ERROR' } },
] satisfies Route[])('finds its way back to %j', (route) => {
  expect(parseRoute(hrefOf(route))).toEqual(route);
});

it.each(['100%', '%', 'a%2', '%E0%A4%A', '%ff'])(
  'takes "%s", which is no coded address, as it is',
  (part) => {
    expect(parseRoute(`#/sessions/${part}`)).toEqual({ page: 'sessions', sessionId: part });
    expect(parseRoute(`#/settings/${part}`)).toEqual({ page: 'settings', section: part });
  },
);

it('shows the recording page for an address that it does not know', () => {
  expect(parseRoute('#/nowhere')).toEqual({ page: 'recording' });
  expect(parseRoute('')).toEqual({ page: 'recording' });
});
