import { expect, it } from 'vitest';
import { readScenario } from '../../../../../src/main/core/verification/scenario/read-scenario.ts';
import { AppError } from '../../../../../src/shared/errors.ts';

const read = (text: string) => readScenario({ file: 'a.yaml', text });

function refusalOf(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof AppError && error.code === 'bad-input') return error.message;
    throw error;
  }
  throw new Error('It was taken.');
}

it('reads steps of YAML with their lines and numbers', () => {
  const { name, steps } = read(`steps:
  - connect
  - repeat:
      times: 2
      steps:
        - send: { type: HANDSHAKE }
        - expect: HANDSHAKE_ACK
          id: ack
`);
  expect(name).toBe('a.yaml');
  expect(steps).toMatchObject([
    { kind: 'connect', line: 2, path: '1', on: 'main' },
    {
      kind: 'repeat',
      line: 3,
      times: 2,
      steps: [
        { kind: 'send', line: 6, path: '2.1', value: { type: 'HANDSHAKE' } },
        { kind: 'expect', line: 7, path: '2.2', id: 'ack', value: 'HANDSHAKE_ACK' },
      ],
    },
  ]);
});

it('reads the same of JSON', () => {
  const { steps } = read('{\n"name": "x",\n"steps": [\n"connect",\n{ "expect": { "close": "any" } }\n]}');
  expect(steps).toMatchObject([{ line: 4 }, { line: 5, value: { close: 'any' } }]);
});

it.each([
  ['an empty file', '', 'a.yaml:1: The file is empty. A scenario has a list "steps".'],
  ['no list of steps', 'name: x', /^a\.yaml:1: "steps" is missing\. Example: steps: \[connect, /],
  ['an empty list', 'steps: []', /^a\.yaml:1: "steps" has to have at least 1 entry\. Example: steps:/],
  [
    'a list in place of a scenario',
    '- connect',
    /^a\.yaml:1: It has to be an object, and is a list\. Example: steps:/,
  ],
  ['text in place of a scenario', 'hello', /^a\.yaml:1: It has to be an object, and is a text\. Example:/],
  [
    'a tab that indents',
    'steps:\n\t- connect',
    'a.yaml:2: A tab indents this line, which YAML does not allow. Indent with spaces.',
  ],
  ['infinite', 'steps:\n  - wait: 1e400', /^a\.yaml:2: step 1: "wait" /],
  [
    'a code that stands alone',
    'steps:\n  - close: 99',
    /"close" has to be an object, and is a number\. Example: - close: \{ code: 1000 \}$/,
  ],
  ['an unknown key', 'steps: [connect]\nstep: 1', /^a\.yaml:1: This takes no "step"\./],
  [
    'an unknown step',
    'steps:\n  - connect\n  - snd: {}',
    /^a\.yaml:3: step 2: There is no step "snd"\. Known: connect, send/,
  ],
  ['a word that is no step', 'steps:\n  - jump', /^a\.yaml:2: step 1: A step is one of/],
  [
    'two steps in one',
    'steps:\n  - send: {}\n    wait: 1s',
    /^a\.yaml:2: step 1: A step does one thing, this has "send" and "wait"/,
  ],
  [
    'a wrong type',
    'steps:\n  - connect\n  - send: hello',
    /^a\.yaml:3: step 2: "send" has to be an object, and is a text\. Example: - send: \{ type: HANDSHAKE \}$/,
  ],
  [
    'a wrong type deep inside',
    'steps:\n  - repeat:\n      times: many\n      steps: [connect]',
    /^a\.yaml:3: step 1: "repeat\.times" has to be a number, and is a text\. Example: - repeat:/,
  ],
  [
    'a wrong step deep inside',
    'steps:\n  - repeat:\n      times: 2\n      steps:\n        - connect\n        - wait: soon',
    /^a\.yaml:6: step 1\.2: "wait" is a duration/,
  ],
  [
    'an unknown expectation',
    'steps:\n  - expect: { typ: X }',
    /^a\.yaml:2: step 1: "expect" takes no "typ"\./,
  ],
  [
    'an unknown matcher',
    'steps:\n  - expect: { type: X, fields: { a: { like: 1 } } }',
    /^a\.yaml:2: step 1: "expect\.fields\.a" takes no "like"\./,
  ],
  [
    'a pattern that is none',
    'steps:\n  - expect: { type: X, says: "(" }',
    /"expect\.says" is not a regular expression/,
  ],
  [
    'a close code that nobody can send',
    'steps:\n  - close: { code: 1006 }',
    /"close\.code" is 1000, or from 3000/,
  ],
  [
    'too many rounds',
    'steps:\n  - repeat: { times: 1000000, steps: [connect] }',
    /^a\.yaml:2: step 1: "repeat\.times" may be at most 10000\. Example:/,
  ],
  ['no time at all', 'steps:\n  - wait: 0', /"wait" is a duration/],
  [
    'an unknown placeholder',
    'steps:\n  - send: { a: "{{home}}" }',
    /There is no \{\{home\}\}\. Known: \{\{meetingId\}\}/,
  ],
  [
    'a text of gigabytes',
    'steps:\n  - sendText: { text: xxxxxxxxxx, times: 900000000 }',
    /is more than 20 MiB/,
  ],
  ['what is no base64', 'steps:\n  - sendBinary: "§"', /^a\.yaml:2: step 1: "sendBinary" is not base64/],
  ['an alias', 'a: &a [1]\nsteps: [*a]', /^a\.yaml:2: Aliases \(\*name\) are not supported/],
  ['a merge of itself', 'steps: &a\n  - send: { <<: *a }', /Aliases/],
  [
    'a tag',
    'steps:\n  - send: !!js/function "x"',
    /^a\.yaml:2: It can't be read as YAML or JSON: Unresolved tag/,
  ],
  [
    'the same key twice',
    'steps: [connect]\n"steps": [close]',
    'a.yaml:2: "steps" is here twice. Keep one of them.',
  ],
  ['several documents', 'steps: [connect]\n---\nsteps: [close]', /several documents/],
  ['broken YAML', 'steps:\n  - send: {type: X', /^a\.yaml:[23]: It can't be read as YAML or JSON/],
  ['bytes that are no text', '\u0000\u0001\u0002', /^a\.yaml:1: /],
])('refuses %s in words, with its line', (_name, text, words) => {
  expect(refusalOf(text)).toMatch(words);
});

it('refuses a billion laughs', () => {
  const levels = Array.from(
    { length: 9 },
    (_zero, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
  );
  expect(refusalOf(`l0: &l0 [lol]\n${levels.join('\n')}\nsteps: [*l9]`)).toMatch(/Aliases/);
});

it('refuses repeats of repeats that would never end', () => {
  const inner = 'repeat: { times: 10000, steps: [ { send: {} } ] }';
  expect(refusalOf(`steps:\n  - repeat: { times: 10000, steps: [ { ${inner} } ] }`)).toBe(
    'a.yaml:2: With all repeats these are 100000000 steps; at most 100000 are done.',
  );
});

it.each([
  ['lists', '['.repeat(20_000)],
  ['objects of JSON', '{"a":'.repeat(10_000)],
  ['closed lists', `steps: ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
  ['what is sent', `steps: [{ send: { a: ${'['.repeat(20_000)}${']'.repeat(20_000)} } }]`],
  ['repeats', `steps: [${'{ repeat: { times: 1, steps: ['.repeat(50)}connect${'] } }'.repeat(50)}]`],
])('refuses %s that stand in each other too deep', (_name, text) => {
  expect(refusalOf(text)).toMatch(/^a\.yaml:1:/);
});

it('refuses more than 256 KiB', () => {
  expect(refusalOf(`steps: [connect] #${'x'.repeat(300_000)}`)).toMatch(/256 KiB/);
});

it('takes whatever a message may be, also names that mean something to JavaScript', () => {
  const { steps } = read('steps:\n  - send: { "__proto__": { a: 1 }, constructor: 2, steps: [], n: null }');
  expect(JSON.stringify(steps[0]?.kind === 'send' && steps[0].value)).toBe(
    '{"__proto__":{"a":1},"constructor":2,"steps":[],"n":null}',
  );
});
