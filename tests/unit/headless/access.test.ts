import { expect, test } from 'vitest';
import { createAccess } from '../../../src/main/headless/access.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

function createTestAccess(): ReturnType<typeof createAccess> & ReturnType<typeof createFakeClock> {
  const clock = createFakeClock();
  return { ...createAccess(4711, () => clock.nowMs()), ...clock };
}

test('tokens have 256 bits and are new each time', () => {
  const tokens = Array.from({ length: 50 }, () => createAccess(1, () => 0).token);
  expect(new Set(tokens).size).toBe(50);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('the cookie that the token is traded for lets in, among others, too', () => {
  const access = createTestAccess();
  const cookie = access.logIn(access.token)?.split(';')[0] ?? '';
  expect(cookie).toMatch(/^scrumbot-4711=/);
  expect(access.isLoggedIn(cookie)).toBe(true);
  expect(access.isLoggedIn(`theme=dark; ${cookie}; a`)).toBe(true);
});

test.each([undefined, '', ';', '=', 'scrumbot-4711', 'scrumbot-4711=', 'scrumbot-4711=wrong'])(
  'the cookie header %j lets nobody in',
  (header) => {
    expect(createTestAccess().isLoggedIn(header)).toBe(false);
  },
);

test('a token with anything after it or missing is wrong', () => {
  const access = createTestAccess();
  expect(access.logIn(`${access.token} `)).toBeNull();
  expect(access.logIn(access.token.slice(0, -1))).toBeNull();
});

test('the lock opens a minute after the wrong tokens', async () => {
  const access = createTestAccess();
  for (let i = 0; i < 10; i += 1) access.logIn('wrong');
  await access.advance(30_000);
  for (let i = 0; i < 9; i += 1) access.logIn('wrong');
  expect(access.isLockedOut()).toBe(false);
  access.logIn('wrong');
  expect(access.isLockedOut()).toBe(true);
  await access.advance(29_999);
  expect(access.isLockedOut()).toBe(true);
  await access.advance(1);
  expect(access.isLockedOut()).toBe(false);
  expect(access.logIn(access.token)).not.toBeNull();
});
