import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseInput, parseNumber } from '../../../../src/main/cli/options/parse-options.ts';

describe('options of the command line', () => {
  it('reads lengths of time', () => {
    expect(['90s', '15m', '1h', '7d', '1.5h'].map(parseDuration)).toEqual([
      90_000, 900_000, 3_600_000, 604_800_000, 5_400_000,
    ]);
  });

  it.each(['', '1', 'h', '-1h', '1w', '1h30m'])('refuses %j as a duration', (text) => {
    expect(() => parseDuration(text)).toThrow('is not a duration');
  });

  it('reads inputs', () => {
    expect(parseInput('system', undefined)).toEqual({ kind: 'system' });
    expect(parseInput('mic', undefined)).toEqual({ kind: 'microphone' });
    const inFolder = (name: string): string => resolve(process.cwd(), name);
    expect(parseInput('file:a b.wav', 'max')).toEqual({
      kind: 'file',
      path: inFolder('a b.wav'),
      speed: 'max',
    });
    expect(parseInput('file:x.wav', '2')).toEqual({ kind: 'file', path: inFolder('x.wav'), speed: 2 });
    expect(parseInput('file:~/x.wav', '2')).toMatchObject({ path: resolve(homedir(), 'x.wav') });
    expect(parseInput('file:///srv/a%20b.wav', '2')).toMatchObject({ path: '/srv/a b.wav' });
    expect(parseInput('file:-', 'max')).toMatchObject({ path: '/dev/stdin' });
    expect(parseInput('-', undefined)).toEqual({ kind: 'file', path: '/dev/stdin', speed: 1 });
    expect(parseInput('-', undefined, 's24le,48000,2')).toMatchObject({
      raw: { encoding: 'int24', sampleRateHz: 48_000, channels: 2 },
    });
    expect(parseInput('-', undefined, 'mulaw')).toMatchObject({
      raw: { encoding: 'ulaw', sampleRateHz: 16_000, channels: 1 },
    });
  });

  it.each(['', 's16', 's16be,16000', 's16le,48k', 's16le,0', 's16le,48000,17', 's16le,48000,2,1'])(
    'refuses %j as the form of samples without a header',
    (text) => {
      expect(() => parseInput('-', undefined, text)).toThrow(/--raw/);
    },
  );

  it.each(['', 'files:x', 'file:', 'speaker'])('refuses %j as an input', (text) => {
    expect(() => parseInput(text, undefined)).toThrow(/input|file/);
  });

  it.each([
    '',
    'abc',
    '-1',
    '11',
    'NaN',
    'Infinity',
    '1e0',
    '0x5',
    ' 5 ',
    '5 ',
    '-0',
    '+5',
    '5.',
    '.5',
    '1_0',
    '٥',
  ])('refuses %j as a number from 0 to 10', (text) => {
    expect(() => parseNumber('--limit', text, { min: 0, max: 10 })).toThrow(
      '--limit takes a number from 0 to 10',
    );
  });

  it('takes whole numbers alone for what is counted', () => {
    const range = { min: 0, max: 10, whole: true };
    expect(['0', '7', '010'].map((text) => parseNumber('--port', text, range))).toEqual([0, 7, 10]);
    expect(() => parseNumber('--port', '7.5', range)).toThrow('--port takes a whole number from 0 to 10');
  });
});
