import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { visibleLine, visibleText } from '../../../src/shared/visible-text.ts';

describe('text of others, made visible', () => {
  test.each([
    ['a colour', 'a\u001b[31mred', 'a\\u001b[31mred'],
    ['a title of the window', '\u001b]0;owned\u0007', '\\u001b]0;owned\\u0007'],
    ['an 8-bit control sequence', '\u009b2J', '\\u009b2J'],
    ['a return over the line', 'good\rbad', 'good\\u000dbad'],
    ['a backspace', 'ab\b\u007f', 'ab\\u0008\\u007f'],
    ['text that is turned round', '\u202egnp.exe\u2066', '\\u202egnp.exe\\u2066'],
    ['a separator of lines', 'a\u2028b\u200bc\ufeff', 'a\\u2028b\\u200bc\\ufeff'],
    ['invisible tags', 'a\u{e0041}', 'a\\udb40\\udc41'],
    ['lines and tabs', 'a\n\tb\r\nc', 'a\n\tb\r\nc'],
    ['people’s own words', 'שלום Zoë 👩‍🚀 e\u0301', 'שלום Zoë 👩‍🚀 e\u0301'],
  ])('%s', (_name, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  test('stays the same value inside of JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        expect(JSON.parse(visibleText(JSON.stringify({ text })))).toEqual({ text });
      }),
      { numRuns: 50 },
    );
  });

  test('is one line where one is expected', () => {
    expect(visibleLine('Standup\r\n  events    0\n\tall well\u001b[A')).toBe(
      'Standup   events    0 all well\\u001b[A',
    );
  });
});
