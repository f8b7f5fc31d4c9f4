import { describe, expect, it } from 'vitest';
import { createMask } from '../../../../src/main/core/secrecy/secrecy.ts';

const key = 'gsk_Zk29/Qp7+LmX-canary=Yt53VbNw8';
const text = (before: string, shown: string, after: string): string => `${before}${shown}${after}`;

function maskOf(...secrets: string[]) {
  const mask = createMask();
  mask.learn(secrets);
  return mask;
}

const base64 = (value: string): string => Buffer.from(value, 'utf8').toString('base64');

describe('what a mask takes out', () => {
  const forms: [string, string][] = [
    ['as it is', key],
    ['percent-encoded', encodeURIComponent(key)],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(key))],
    ['JSON-escaped', key.replaceAll('/', '\\/').replaceAll('+', '\\u002b')],
    [
      'every letter JSON-escaped',
      Array.from(key)
        .map((c) => `\\u00${c.charCodeAt(0).toString(16)}`)
        .join(''),
    ],
    ['in base64', base64(key)],
    ['in base64 behind one letter', base64(`:${key}`)],
    ['in base64 behind two', base64(`a:${key}`)],
    ['in base64 for addresses', Buffer.from(key).toString('base64url')],
    ['in hexadecimal', Buffer.from(key).toString('hex')],
    ['over two lines', `${key.slice(0, 15)}\n${key.slice(15)}`],
    ['over two lines of JSON', `${key.slice(0, 15)}\\n${key.slice(15)}`],
    ['in two strings', `${key.slice(0, 15)}" + "${key.slice(15)}`],
    ['with blanks', Array.from(key).join(' ')],
    ['cut off at its end', key.slice(0, 20)],
    ['cut off at its beginning', key.slice(8)],
  ];
  it.each(forms)('a key %s', (_how, shown) => {
    const said = maskOf(key).hide(text('Incorrect API key: ', shown, ' was refused.'));
    expect(said).toMatch(/^Incorrect API key: .{0,20}\[private\].{0,6} was refused\.$/s);
    const plain = shown.replace(/[^A-Za-z0-9]/g, '');
    for (let at = 0; at + 12 <= plain.length; at += 1)
      expect(said.replace(/[^A-Za-z0-9]/g, '')).not.toContain(plain.slice(at, at + 12));
  });

  it('a short password as a word, and in the ways it is encoded', () => {
    const mask = maskOf('hunt/2!');
    expect(mask.hide('login me:hunt/2! failed')).toBe('login me:[private] failed');
    expect(mask.hide('?p=hunt%2F2!')).toBe('?p=[private]');
    expect(mask.hide(base64('hunt/2!'))).toBe('[private]');
  });

  it('a short password that is a part of longer words only where it stands alone', () => {
    expect(maskOf('green').hide('green, greener, evergreen')).toBe('[private], greener, evergreen');
  });

  it('nothing of a text without secrets, which it answers as it is', () => {
    const mask = maskOf(key, 'hunter2');
    const event = { reason: 'The target answered.', fields: { list: ['a', { b: 1 }] }, raw: null };
    expect(mask.hideIn(event)).toBe(event);
    expect(mask.hide('gsk_Zk29 is too little of it')).toBe('gsk_Zk29 is too little of it');
  });

  it('secrets anywhere in an object, and leaves what was given alone', () => {
    const given = { a: [{ b: `x ${key}` }], n: 4, bytes: new Uint8Array([1]) };
    const masked = maskOf(key).hideIn(given);
    expect(masked).toEqual({
      a: [{ b: expect.stringMatching(/^x .{0,4}\[private\]/) as string }],
      n: 4,
      bytes: given.bytes,
    });
    expect(given.a[0]?.b).toContain(key);
  });

  it('what stays is JSON where a secret stood within a string', () => {
    const raw = JSON.stringify({ type: 'ERROR', error: `bad key ${key}`, data: { n: 1 } });
    expect(JSON.parse(maskOf(key).hide(raw))).toMatchObject({ type: 'ERROR', data: { n: 1 } });
  });

  it('texts that were made to keep it busy, and finds nothing there', () => {
    const mask = maskOf(key);
    const hostile = [
      key.slice(0, 11).repeat(22_000),
      '%25'.repeat(75_000),
      '\\'.repeat(250_000),
      'gsk'.repeat(75_000),
    ];
    for (const each of hostile) expect(mask.hide(each)).toBe(each);
  });
});
