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

  const lines = (...values: unknown[]): string => values.map((value) => JSON.stringify(value)).join('\n');
  const events = (...values: unknown[]): string =>
    values.map((value) => `event: x\ndata: ${JSON.stringify(value)}\n\n`).join('');
  const halves = [
    { text: 'It is', start: 0, end: 1 },
    { text: 'said.', start: 1, end: 2 },
  ];

  test.each([
    ['streamed as events', `${events(...halves)}data: [DONE]\n\n`],
    ['streamed as a JSON value a line', lines(...halves)],
    [
      'streamed as pieces with the whole at the end',
      events(
        { type: 'transcript.text.delta', delta: 'It is' },
        { type: 'transcript.text.done', text: 'It is said.' },
      ),
    ],
    [
      'of several readings',
      '{"results":[{"alternatives":[{"transcript":"It is said."},{"transcript":"Said."}]}]}',
    ],
    ['in channels', '{"results":{"channels":[{"alternatives":[{"transcript":"It is said."}]}]}}'],
    [
      'in phrases',
      '{"combinedPhrases":[{"text":"It is said."}],"phrases":[{"offsetMilliseconds":0,"durationMilliseconds":900,"text":"It is said."}]}',
    ],
    ['for the display', '{"RecognitionStatus":"Success","DisplayText":"It is said."}'],
  ])('may come %s', (_name, body) => {
    expect(parse(body).text).toBe('It is said.');
  });

  test.each([
    ['pieces without their end', events({ type: 'transcript.text.delta', delta: 'It is' })],
    ['a line that breaks off', `${lines(halves[0])}\n{"text":"sa`],
    ['an error after words', lines(halves[0], { error: { message: 'the plan is secret' } })],
  ])('that is streamed and is %s is no answer', (_name, body) => {
    expect(() => parse(body)).toThrow(/half an answer|without words|an error/);
    expect(() => parse(body)).not.toThrow(/secret|It is/);
  });
});
