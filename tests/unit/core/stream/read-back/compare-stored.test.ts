import { describe, expect, it } from 'vitest';
import type { TranscriptLine } from '../../../../../src/shared/session/session.ts';
import { compareStored } from '../../../../../src/main/core/stream/read-back/compare-stored.ts';

const line = (startSec: number, text: string): TranscriptLine => ({
  startSec,
  endSec: startSec + 3,
  text,
  speaker: 'Unknown',
  flags: [],
});

const words = (lines: readonly TranscriptLine[]): [number, number, string][] =>
  lines.map(({ startSec, endSec, text }) => [startSec, endSec, text]);

describe('what a target stored, beside what it told', () => {
  it('finds nothing missing where all was told, whatever the blanks', () => {
    const shown = [line(0, 'one'), line(3, 'two  three')];
    expect(compareStored(shown, [' one', 'two three ', ' one two three'], 6)).toEqual({
      missing: [],
      notStored: 0,
    });
  });

  it('puts what never arrived where nothing else was said, marked', () => {
    const { missing } = compareStored([line(0, 'one'), line(9, 'four')], ['one', 'two', 'three', 'four'], 12);
    expect(words(missing)).toEqual([
      [3, 6, 'two'],
      [6, 9, 'three'],
    ]);
    expect(missing[0]?.flags).toEqual(['estimated-time', 'read-back']);
  });

  it('takes words that were said twice and told once for missing once', () => {
    const { missing } = compareStored([line(0, 'yes'), line(6, 'no')], ['yes', 'yes', 'no'], 9);
    expect(words(missing)).toEqual([[3, 6, 'yes']]);
  });

  it('leaves out the row that repeats all the others, also where some of them are not in it', () => {
    const stored = ['so', 'so we go', 'home', ' so we go home'];
    expect(compareStored([], stored, 9).missing.map(({ text }) => text)).toEqual(['so', 'so we go', 'home']);
    expect(compareStored([line(0, 'alone')], ['alone', ' alone'], 3).missing).toEqual([]);
  });

  it('counts what was told and is not stored', () => {
    expect(compareStored([line(0, 'one'), line(3, 'two')], ['two'], 6)).toEqual({
      missing: [],
      notStored: 1,
    });
  });

  it('stays within its bounds, whatever is stored', () => {
    const stored = Array.from({ length: 20_000 }, (_none, at) => 'a '.repeat(1 + (at % 100)));
    expect(compareStored([], stored, 60).missing.length).toBeLessThanOrEqual(2_000);
  });
});
