import { expect, test } from 'vitest';
import { createAccess, type KnownEntry } from '../../../src/main/headless/access.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const dayMs = 86_400_000;

function createTestAccess(known: readonly KnownEntry[] = []) {
  const clock = createFakeClock();
  const kept: { known: readonly KnownEntry[]; token: string }[] = [];
  const access = createAccess({
    port: 4711,
    nowMs: () => clock.nowMs(),
    known,
    onChange(entries, token) {
      kept.push({ known: entries, token });
      return Promise.resolve();
    },
  });
  return { ...access, kept, clock };
}

async function enter(access: ReturnType<typeof createTestAccess>): Promise<{ cookie: string; key: string }> {
  const entry = await access.logIn(access.token());
  return { cookie: entry?.cookie.split(';')[0] ?? '', key: entry?.key ?? '' };
}

test('tokens have 256 bits and are new each time', () => {
  const tokens = Array.from({ length: 50 }, () => createTestAccess().token());
  expect(new Set(tokens).size).toBe(50);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

test('cookie and key together let in, the cookie among others, too; neither does alone', async () => {
  const access = createTestAccess();
  const { cookie, key } = await enter(access);
  expect(cookie).toMatch(/^scrumbot-4711=/);
  expect(access.mayEnter(cookie, key)).toBe(true);
  expect(access.mayEnter(`theme=dark; ${cookie}; a`, key)).toBe(true);
  for (const other of [null, '', 'wrong', cookie.split('=')[1] ?? ''])
    expect(access.mayEnter(cookie, other)).toBe(false);
  for (const header of [undefined, '', ';', '=', 'scrumbot-4711', 'scrumbot-4711=', 'scrumbot-4711=wrong'])
    expect(access.mayEnter(header, key)).toBe(false);
});

test('the cookie of one browser does not go with the key of another', async () => {
  const access = createTestAccess();
  const one = await enter(access);
  const two = await enter(access);
  expect(access.mayEnter(one.cookie, two.key)).toBe(false);
  expect(access.mayEnter(two.cookie, two.key)).toBe(true);
});

test('a token works once, and with anything after it or missing never', async () => {
  const access = createTestAccess();
  const token = access.token();
  expect(await access.logIn(`${token} `)).toBeNull();
  expect(await access.logIn(token.slice(0, -1))).toBeNull();
  expect(await access.logIn(token)).not.toBeNull();
  expect(await access.logIn(token)).toBeNull();
  expect(access.kept.at(-1)?.token).toBe(access.token());
});

test('who got in is let in after a restart, for thirty days, and what is kept for it is no secret', async () => {
  const before = createTestAccess();
  const { cookie, key } = await enter(before);
  const known = before.kept.at(-1)?.known ?? [];
  const secret = cookie.split('=')[1] ?? 'none';
  for (const text of [secret, key]) expect(JSON.stringify(known)).not.toContain(text);
  const after = createTestAccess(known);
  expect(after.mayEnter(cookie, key)).toBe(true);
  await after.clock.advance(30 * dayMs + 1);
  expect(after.mayEnter(cookie, key)).toBe(false);
  expect(createTestAccess().mayEnter(cookie, key)).toBe(false);
});

test('wrong tokens of others are noticed for a minute, and keep nobody out who has the right one', async () => {
  const access = createTestAccess();
  for (let i = 0; i < 19; i += 1) await access.logIn('wrong');
  expect(access.isPestered()).toBe(false);
  await access.logIn('wrong');
  expect(access.isPestered()).toBe(true);
  expect(await access.logIn(access.token())).not.toBeNull();
  await access.clock.advance(60_000);
  expect(access.isPestered()).toBe(false);
});
