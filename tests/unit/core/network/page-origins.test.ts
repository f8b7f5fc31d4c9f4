import { expect, it } from 'vitest';
import { isAllowedOrigin, isOrigin } from '../../../../src/main/core/network/network.ts';

const mine = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
const other = `chrome-extension://${'ponmlkjihgfedcba'.repeat(2)}`;

it.each([undefined, 'http://localhost:5173', 'https://127.0.0.1', 'http://[::1]:80', 'app://scrumbot'])(
  'lets in %s, which is no page or one of this machine',
  (origin) => expect(isAllowedOrigin(origin)).toBe(true),
);

it.each([
  'null',
  'file://',
  'https://example.org',
  'http://localhost.example.org',
  'http://localhost:5173@example.org',
  mine,
  'chrome-extension://short',
])('refuses %s when nobody allowed it', (origin) => expect(isAllowedOrigin(origin)).toBe(false));

it('lets in the one extension and the one site that were allowed, and no others', () => {
  const allowed = [mine, 'https://meet.example.org', 'null', '*'];
  expect(isAllowedOrigin(mine, allowed)).toBe(true);
  expect(isAllowedOrigin('https://meet.example.org', allowed)).toBe(true);
  for (const origin of [other, 'https://example.org', 'https://meet.example.org:8443', 'null', '*'])
    expect(isAllowedOrigin(origin, allowed), origin).toBe(false);
});

it('takes no pattern, path or credential for an origin', () => {
  for (const text of [
    '*',
    'https://*',
    'https://a.example/path',
    'https://u:p@a.example',
    'chrome-extension://*',
  ])
    expect(isOrigin(text), text).toBe(false);
});
