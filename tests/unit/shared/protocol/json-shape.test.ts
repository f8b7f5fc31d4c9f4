import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  jsonShapeProblem,
  nullForNonNumbers,
  parseForeignJson,
} from '../../../../src/shared/protocol/json-shape.ts';

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('JSON of others', () => {
  test('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        expect(jsonShapeProblem(text.padEnd(1_000))).toBeNull();
        expect(parseForeignJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  test('is refused when it is deeper than anybody reads', () => {
    expect(parseForeignJson(nested(500))).toBeInstanceOf(Array);
    expect(() => parseForeignJson(nested(501))).toThrow('nested deeper than 500 levels');
    expect(() => parseForeignJson('{"a":'.repeat(1_000_000))).toThrow('nested deeper than 500 levels');
  });

  test.each([
    ['empty lists', `[${'[],'.repeat(200_000)}1]`],
    ['empty objects', `[${'{},'.repeat(200_000)}1]`],
    ['numbers', `[${'1,'.repeat(200_000)}1]`],
    ['keys', `{${Array.from({ length: 200_000 }, (_, index) => `"${index}":1`).join(',')}}`],
  ])('is refused when it has very many %s', (_name, text) => {
    expect(() => parseForeignJson(text)).toThrow('it has more than 100000 values');
  });

  test('may have brackets, commas and escapes without number in its strings', () => {
    const inside = '[{,'.repeat(200_000);
    for (const text of [inside, `\\"${inside}`, `${inside}\\\\`, `\\"\\\\\\"${inside}`]) {
      expect(jsonShapeProblem(`{"type":"X","text":"${text}","n":[1]}`), text.slice(0, 20)).toBeNull();
    }
  });

  test('is not repeated in what is said about it', () => {
    for (const text of [
      'my secret words',
      '{"a": my secret words}',
      '{"a":"my secret words',
      '["my secret", words]',
    ]) {
      let said = '';
      try {
        parseForeignJson(text);
      } catch (error) {
        said = String(error);
      }
      expect(said).toContain('it is not JSON');
      expect(said).not.toMatch(/my|secret|words/);
    }
  });

  test('has null where Python writes a number that is none, and keeps its words', () => {
    expect(nullForNonNumbers('{"a":NaN,"b":[Infinity,-Infinity],"NaN":"NaN, \\"Infinity"}')).toBe(
      '{"a":null,"b":[null,null],"NaN":"NaN, \\"Infinity"}',
    );
  });
});
