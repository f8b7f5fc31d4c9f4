import { describe, expect, test } from 'vitest';
import { readArrival } from '../../../src/main/electron/window/arrival.ts';
import { mayOpenOutside } from '../../../src/main/electron/security/outside-links.ts';
import { mayUse, type Wish } from '../../../src/main/electron/security/permission-rules.ts';

const wish: Wish = { permission: 'media', isCapturePage: true, isMainFrame: true, mediaTypes: ['audio'] };

describe('a permission', () => {
  test('of the capture page is its sound', () => {
    expect(mayUse(wish)).toBe(true);
    expect(mayUse({ ...wish, permission: 'display-capture' })).toBe(true);
  });

  test.each([
    ['another page', { isCapturePage: false }],
    ['a frame in the capture page', { isMainFrame: false }],
    ['a camera', { mediaTypes: ['audio', 'video'] }],
    ['the place where somebody is', { permission: 'geolocation' }],
    ['notifications', { permission: 'notifications' }],
    ['the clipboard', { permission: 'clipboard-read' }],
  ] satisfies [string, Partial<Wish>][])('is refused for %s', (_what, more) => {
    expect(mayUse({ ...wish, ...more })).toBe(false);
  });
});

describe('a message of a page', () => {
  const origin = 'app://scrumbot';
  const frame = { url: 'app://scrumbot/index.html#/settings', parent: null };

  test('is parsed', () => {
    expect(readArrival({ frame, message: '{"m":"call"}' }, origin)).toEqual({
      ok: true,
      message: { m: 'call' },
    });
  });

  test.each([
    ['a frame that is gone', { frame: null }, 'not a main frame'],
    ['a frame inside the page', { frame: { ...frame, parent: frame as never } }, 'not a main frame'],
    ['a page of another site', { frame: { ...frame, url: 'https://example.org/' } }, 'not our page'],
    ['a host that begins like ours', { frame: { ...frame, url: 'app://scrumbot.evil/' } }, 'not our page'],
    ['an object', { message: { m: 'call' } }, 'not a text'],
    ['a text that is not JSON', { message: '{"m":' }, 'not JSON'],
    ['more than a MiB', { message: `"${'x'.repeat(1024 * 1024)}"` }, 'too big'],
  ])('is refused from %s', (_what, more, reason) => {
    expect(readArrival({ frame, message: '{}', ...more }, origin)).toEqual({ ok: false, reason });
  });
});

describe('a link', () => {
  test('to a known host opens outside', () => {
    expect(mayOpenOutside('https://console.groq.com/keys')).toBe(true);
  });

  test.each([
    'http://console.groq.com/keys',
    'https://console.groq.com.evil.example/',
    'https://user:password@github.com/',
    'https://github.com:8443/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:privacy',
    'not an address',
  ])('%s does not', (address) => {
    expect(mayOpenOutside(address)).toBe(false);
  });
});
