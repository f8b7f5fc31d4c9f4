import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvHead, csvLine } from '../../../src/shared/events/events-csv.ts';
import { withFormula, withoutFormula } from '../../../src/shared/events/csv-cells.ts';
import { storedFrame } from '../../support/event-database.ts';

const formulas = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1', "'=1", '|cmd', '%x'];

describe('a cell of CSV', () => {
  test.each(formulas)('is no formula when its text is %j, and comes back as it was', (text) => {
    expect(withoutFormula(text)).toBe(`'${text}`);
    expect(withFormula(withoutFormula(text))).toBe(text);
  });

  test('is left as it is otherwise, and always comes back', () => {
    for (const text of ['', 'words', "'quoted'", '{"type":"X"}', '1=1'])
      expect(withoutFormula(text)).toBe(text);
    fc.assert(fc.property(fc.string(), (text) => withFormula(withoutFormula(text)) === text));
  });

  test('of an event cannot be run, unless somebody asks for it raw', () => {
    const event = { seq: 1, ...storedFrame({ type: '=cmd()', reason: '@SUM(1)', target: '+x', monoMs: -5 }) };
    const cells = (line: string): string[] => parse(`${csvHead}${line}`)[1] ?? [];
    expect(cells(csvLine(event)).filter((cell) => /^[=+@]/.test(cell))).toEqual([]);
    expect(cells(csvLine(event))).toEqual(expect.arrayContaining(["'=cmd()", "'@SUM(1)", "'+x", '-5']));
    expect(cells(csvLine(event, { raw: true }))).toEqual(expect.arrayContaining(['=cmd()', '@SUM(1)', '+x']));
  });
});
