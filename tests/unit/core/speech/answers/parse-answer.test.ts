import { describe, expect, test } from 'vitest';
import { parseAnswer } from '../../../../../src/main/core/speech/answers/parse-answer.ts';

const parse = (body: string) => parseAnswer(body, { audioSec: 10, engineTitle: 'The engine' });

describe('an answer of a speech engine', () => {
  test('may hold what Python writes for no number, and keeps its words', () => {
    const body =
      '{"text":"NaN means \\"not a number\\"","segments":[{"text":"x","start":NaN,"end":-Infinity,"avg_logprob":Infinity}]}';
    expect(parse(body)).toMatchObject({
      text: 'NaN means "not a number"',
      parts: [{ startSec: 0, endSec: 10, avgLogprob: null }],
    });
  });

  test.each([
    ['brackets', '['.repeat(4_000_000), 'half an answer, or none that can be read (4000000 characters)'],
    ['a comma and spaces', `[${','.padEnd(4_000_000)}`, 'half an answer, or none that can be read'],
    ['a web page', `${' '.repeat(1_000)}<html>gsk_leaked`, 'a web page (1016 characters)'],
    ['nothing', ' \n', 'nothing at all'],
    ['words in no form', 'the plan is secret, gsk_leaked', 'half an answer'],
    ['a key that breaks off', '{"error":"Bearer gsk_leaked', 'half an answer'],
    ['another form', '{"plan":"gsk_leaked"}', 'The engine answered without words in it.'],
  ])('that is %s fails with a sentence that repeats nothing of it', (_name, body, said) => {
    expect(() => parse(body)).toThrow(said);
    expect(() => parse(body)).not.toThrow(/gsk_|plan|html|\[\[/);
  });
});
