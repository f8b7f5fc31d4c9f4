import { describe, expect, test } from 'vitest';
import { targetSchema } from '../../../../../src/shared/settings/targets/targets.ts';
import { isLoopbackUrl, resolveTarget } from '../../../../../src/shared/settings/targets/resolve-target.ts';

const known = [
  { name: 'ngrok', wsUrl: 'wss://abc.ngrok.app/ws' },
  { name: 'old', wsUrl: 'ws://backend.example/ws' },
  { name: 'built-in', wsUrl: 'wss://other.example' },
];

describe('a target', () => {
  test('is found by its name', () => {
    expect(resolveTarget('ngrok', known)).toEqual(known[0]);
  });

  test('called "built-in" is the one inside the app, whoever else has that name', () => {
    expect(resolveTarget('built-in', known)).toEqual({ name: 'built-in', wsUrl: null });
  });

  test('of an unknown name is answered with the known ones', () => {
    expect(() => resolveTarget('prod', known.slice(0, 1))).toThrow(
      expect.objectContaining({
        code: 'not-found',
        message: 'No target is called "prod". Known: built-in, ngrok; or give a ws:// or wss:// URL.',
      }) as Error,
    );
  });

  test.each([
    'wss://backend.example/ws',
    'WSS://backend.example',
    'ws://localhost:8080',
    'ws://127.0.0.1',
    'ws://[::1]:8080/ws',
  ])('may be the address %s', (url) => {
    expect(resolveTarget(url, [])).toEqual({ name: url, wsUrl: url });
  });

  test.each(['http://backend.example', 'https://localhost', 'file:///etc/passwd', 'ws://', '://x'])(
    'may not be %s, which is no WebSocket address',
    (url) => {
      expect(() => resolveTarget(url, [])).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          message: expect.stringMatching(
            /is not a WebSocket address.* Give one that starts with ws:\/\/ or wss:\/\//,
          ) as string,
        }) as Error,
      );
    },
  );

  test.each(['old', 'ws://backend.example', 'ws://10.0.0.5:8080', 'ws://localhost:1@evil.example'])(
    'may not be %s, which would send audio in the clear',
    (nameOrUrl) => {
      expect(() => resolveTarget(nameOrUrl, known)).toThrow(
        expect.objectContaining({
          code: 'bad-input',
          message: expect.stringContaining('is not encrypted. Use wss://') as string,
        }) as Error,
      );
    },
  );

  test('in settings has a name and a WebSocket address or none', () => {
    expect(targetSchema.safeParse({ name: 'a', wsUrl: null }).success).toBe(true);
    expect(targetSchema.safeParse({ name: '', wsUrl: null }).success).toBe(false);
    expect(targetSchema.safeParse({ name: 'x'.repeat(61), wsUrl: null }).success).toBe(false);
    expect(targetSchema.safeParse({ name: 'a', wsUrl: 'https://a.example' }).success).toBe(false);
  });
});

describe('an address of this machine', () => {
  test.each([
    'ws://localhost',
    'ws://LocalHost:8080/ws',
    'wss://127.0.0.1/',
    'ws://127.0.0.1:1?x',
    'ws://[::1]',
    'ws://[::1]:8080#x',
  ])('is %s', (url) => {
    expect(isLoopbackUrl(url)).toBe(true);
  });

  test.each([
    'ws://localhost:1@evil.example',
    'ws://localhost@evil.example',
    'ws://user:localhost@evil.example/',
    'ws://localhost:pw@evil.example:80/',
    'ws://localhost.evil.example',
    'ws://127.0.0.1.evil.example',
    'ws://127.0.0.1:80:80@evil.example',
    'ws://[::1].evil.example',
    'ws://[::1]@evil.example',
    'ws://evil.example/#ws://localhost',
    'ws://[::2]',
    'ws://0.0.0.0',
    'http://localhost',
    ' ws://localhost',
    'ws://local\thost',
  ])('is not %j', (url) => {
    expect(isLoopbackUrl(url)).toBe(false);
  });

  test('is never an address that leads elsewhere', () => {
    const parts = [
      'localhost',
      '127.0.0.1',
      '[::1]',
      '@',
      ':',
      '1',
      '/',
      '\\',
      '?',
      '#',
      '.',
      'evil.example',
    ];
    for (const a of parts)
      for (const b of parts)
        for (const c of parts)
          for (const d of parts) {
            const url = `ws://${a}${b}${c}${d}`;
            if (!isLoopbackUrl(url) || !URL.canParse(url)) continue;
            expect(['localhost', '127.0.0.1', '[::1]'], url).toContain(new URL(url).hostname);
          }
  });
});

test('names an address without its secrets, and keeps them for the connection', () => {
  expect(resolveTarget('wss://me:se@cret@meet.example.org/ws?token=abc', [])).toEqual({
    name: 'wss://meet.example.org/ws',
    wsUrl: 'wss://me:se@cret@meet.example.org/ws?token=abc',
  });
});
