import { expect, it } from 'vitest';
import { sayIt } from '../../../../../src/shared/words/all-words.ts';
import {
  differenceOf as saidDifference,
  type Wanted,
} from '../../../../../src/main/core/verification/scenario/matching.ts';
import type { Fields } from '../../../../../src/shared/verification/scenario.ts';

const message = {
  type: 'TRANSCRIPTION_RESULT',
  data: { text: 'Hello world', confidence: 0.9, is_final: false, chunkId: null, speakers: ['a', 'b'] },
};
const received = { index: 0, atMs: 0, message, type: message.type };
const differenceOf = (message: Parameters<typeof saidDifference>[0], wanted: Wanted) => {
  const said = saidDifference(message, wanted);
  return said === null ? null : sayIt(said);
};
const differenceIn = (fields: Fields) => differenceOf(received, { fields });

it.each<[string, Fields]>([
  ['a text', { 'data.text': 'Hello world' }],
  ['a number and a boolean', { 'data.confidence': 0.9, 'data.is_final': false }],
  ['null', { 'data.chunkId': null }],
  ['an element of a list', { 'data.speakers.1': 'b' }],
  ['a pattern', { 'data.text': { matches: '^hello|world$' } }],
  ['a part', { 'data.text': { contains: 'lo wo' } }],
  ['what is not there', { 'data.meetingId': { exists: false } }],
  ['kinds', { data: { isA: 'object' }, 'data.speakers': { isA: 'list' }, 'data.chunkId': { isA: 'null' } }],
  ['a range', { 'data.confidence': { min: 0.5, max: 1 } }],
  ['one of several', { 'data.confidence': { oneOf: [0.1, 0.9] } }],
  ['a whole value', { 'data.speakers': { equals: ['a', 'b'] } }],
])('knows a message by %s', (_name, fields) => expect(differenceIn(fields)).toBeNull());

it.each<[string, Fields, string]>([
  ['another text', { 'data.text': 'Bye' }, 'data.text is "Hello world", not "Bye"'],
  ['a missing field', { 'data.no.such': 1 }, 'data.no.such is not there, not 1'],
  [
    'a field that every object has',
    { 'data.constructor': { exists: true } },
    'data.constructor is not there, not there: true',
  ],
  ['a number as text', { 'data.confidence': '0.9' }, 'data.confidence is 0.9, not "0.9"'],
  ['a range', { 'data.confidence': { min: 0.95 } }, 'data.confidence is 0.9, not at least 0.95'],
  ['an object for a list', { data: { isA: 'list' } }, 'not a "list"'],
  [
    'one of two that must hold',
    { 'data.text': { contains: 'Hello', matches: 'x' } },
    'not what is found by "x"',
  ],
])('says what is different: %s', (_name, fields, words) => expect(differenceIn(fields)).toContain(words));

it('tells an old name from the new one', () => {
  const old = { ...received, message: { ...message, type: 'transcription_result' } };
  expect(differenceOf(old, { type: 'TRANSCRIPTION_RESULT' })).toBe('it is transcription_result');
});

it('finds the words of an error wherever they are', () => {
  const error = (more: object) => ({ ...received, message: { type: 'ERROR', ...more } });
  const wanted = { type: 'ERROR', says: '(?i:JSON)' };
  expect(differenceOf(error({ error: 'Invalid json' }), wanted)).toBeNull();
  expect(differenceOf(error({ data: { message: 'Invalid JSON' } }), wanted)).toBeNull();
  expect(differenceOf(error({}), wanted)).toBe('it says nothing, not /(?i:JSON)/');
});

it('gives up a pattern that would be searched for years', () => {
  const long = { ...received, message: { type: 'X', text: `${'a'.repeat(5_000)}!` } };
  expect(differenceOf(long, { fields: { text: { matches: '^(a+)+$' } } })).toMatch(/not what is found by/);
});
