import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrame } from '../../../../src/shared/protocol/decode.ts';
import { oddNumbersIn, parsePythonJson, pythonJson } from '../../../../src/shared/protocol/python-json.ts';
import { analyse, storedFrame } from '../../../support/frames.ts';

/** A frame that was recorded with this text. */
function frameOf(raw: string, seq: number) {
  const decoded = decodeFrame(raw);
  const message = decoded.ok ? decoded.message : {};
  return { ...storedFrame({ atMs: seq * 500, message }, seq), raw };
}

describe('JSON as Python writes it', () => {
  test('is read, and its odd numbers are found by their path', () => {
    const raw =
      '{"type":"X","data":{"text":"NaN, \\"-Infinity\\" and -0","a":NaN,"b":[1,-Infinity,{"c":-0.0}],"d":Infinity}}';
    const value = parsePythonJson(raw);
    expect(value).toEqual({
      type: 'X',
      data: { text: 'NaN, "-Infinity" and -0', a: NaN, b: [1, -Infinity, { c: -0 }], d: Infinity },
    });
    expect(oddNumbersIn(raw, value)).toEqual([
      { path: 'data.a', found: 'NaN' },
      { path: 'data.b[1]', found: '-Infinity' },
      { path: 'data.b[2].c', found: '-0' },
      { path: 'data.d', found: 'Infinity' },
    ]);
    expect(oddNumbersIn('{"timestamp":"2026-01-05"}', { timestamp: '2026-01-05' })).toEqual([]);
  });

  test('comes back as it was written', () => {
    const number = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 1e-300));
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        number,
        fc.string(),
        fc.array(tie('value')),
        fc.dictionary(fc.string(), tie('value')),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        expect(parsePythonJson(pythonJson(value))).toEqual(value);
      }),
    );
  });

  test('what is not JSON stays what it is', () => {
    for (const raw of ['{NaN}', 'nan', '{"a":NaNs}', '{"a":+Infinity}', '"open NaN']) {
      expect(() => parsePythonJson(raw)).toThrow(SyntaxError);
    }
  });

  test('is analysed: the words count, the oddity is found, repeats are repeats', () => {
    const raw = (confidence: string): string =>
      `{"type":"TRANSCRIPTION_RESULT","data":{"text":"let us review the goals","confidence":${confidence},"timestamp":"t1"}}`;
    const report = analyse(
      [raw('NaN'), raw('NaN'), raw('-0.0'), raw('0.5')].map((text, index) => frameOf(text, index + 1)),
    );
    // As the reference has it, NaN repeats NaN.
    expect(report.monitor).toMatchObject({ duplicates: 1, validationErrors: 0 });
    expect(report.violations).toMatchObject([
      { path: 'data.confidence', found: 'NaN', events: 2 },
      { path: 'data.confidence', found: '-0', events: 1 },
    ]);
    expect(report.results.messages).toBe(4);
  });

  test('-0.0 in a stored frame repeats neither 0.0 nor a whole -0, which is 0', () => {
    const raw = (confidence: string): string =>
      `{"type":"TRANSCRIPTION_RESULT","data":{"text":"let us go on","confidence":${confidence},"timestamp":"t1"}}`;
    const duplicates = (...told: string[]): unknown =>
      analyse(told.map((text, index) => frameOf(raw(text), index + 1))).monitor.duplicates;
    expect(duplicates('0.0', '-0.0')).toBe(0);
    expect(duplicates('-0.0', '-0.0')).toBe(1);
    expect(duplicates('0', '-0')).toBe(1);
  });

  test('a number in the place of words is words, and said to be odd', () => {
    const raw =
      '{"type":"TRANSCRIPTION_RESULT","data":{"text":42,"confidence":"0.9","timestamp":"t","chunkId":3}}';
    const { violations, results } = analyse([frameOf(raw, 1)]);
    expect(results.messages).toBe(1);
    expect(violations.map(({ path, found }) => [path, found])).toEqual([
      ['data.text', 'number'],
      ['data.confidence', 'string'],
      ['data.chunkId', 'number'],
    ]);
  });
});
