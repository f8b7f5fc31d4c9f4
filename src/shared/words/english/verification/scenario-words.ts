import { counted } from '../../../plural.ts';

type Within = { withinMs: number };

const kinds: Readonly<Partial<Record<string, string>>> = {
  record: 'an object',
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  null: 'nothing (null)',
  Infinity: 'infinite',
  NaN: 'not a number',
};
const counts: Readonly<Partial<Record<string, string>>> = {
  array: 'entry',
  string: 'character',
};

const valueKind = (kind: string): string => kinds[kind] ?? kind;

const time = (ms: number): string => (ms < 1_000 ? `${ms} ms` : `${Math.round(ms / 10) / 100} s`);
const several = ({ count, what }: { count: number; what: string }): string =>
  `${count === 1 ? '' : `${count} × `}${what}`;

/** The steps of a scenario: what they expect, and what came. Times in ms. */
export const scenarioWords = {
  'scenario.message': 'a message',
  'scenario.error': 'an error',
  'scenario.unreadable': "something that can't be read",
  'scenario.expect': (p: Within & { count: number; what: string }) =>
    `${several(p)} within ${time(p.withinMs)}`,
  'scenario.came': (p: { count: number; what: string; ms: number }) => `${several(p)} came after ${p.ms} ms.`,
  'scenario.came-early': (p: { type: string; count: number; what: string }) =>
    `${p.type} came, which must not come before ${several(p)}.`,
  'scenario.missing': ({ withinMs, else: other }: Within & { else: string }) =>
    `It did not come within ${time(withinMs)}${other}`,
  'scenario.few': ({ got, of, withinMs, else: other }: Within & { got: number; of: number; else: string }) =>
    `${got} of ${of} came within ${time(withinMs)}${other}`,
  'scenario.else-near': ({
    type,
    difference,
    closed,
  }: {
    type: string;
    difference: string;
    closed: string;
  }) => `: ${type} came, but ${difference}.${closed}`,
  'scenario.else-few': ({ type, closed }: { type: string; closed: string }) =>
    `: ${type} came, but too few of them.${closed}`,
  'scenario.else-nothing': ({ closed }: { closed: string }) => `; nothing came.${closed}`,
  'scenario.else': ({ types, more, closed }: { types: readonly string[]; more: number; closed: string }) =>
    `; what came: ${types.join(', ')}${more > 0 ? ` and ${counted(more, 'more type')}` : ''}.${closed}`,
  'scenario.closed': ({ why }: { why: string }) => ` The connection has ended: ${why}`,
  'scenario.close': ({ withinMs }: Within) => `Closed within ${time(withinMs)}`,
  'scenario.close-with': ({ code, withinMs }: Within & { code: string }) =>
    `Closed with ${code} within ${time(withinMs)}`,
  'scenario.close.early': ({ type }: { type: string }) =>
    `${type} came, which must not come before the close.`,
  'scenario.close.open': ({ withinMs }: Within) => `It was still open after ${time(withinMs)}.`,
  'scenario.close.came': ({ code }: { code: string }) => `The target closed it with ${code}.`,
  'scenario.close.found': ({ code, why }: { code: string; why: string }) => `Closed with ${code}: ${why}`,
  'scenario.nothing': ({ what, forMs }: { what: string; forMs: number }) => `No ${what} for ${time(forMs)}`,
  'scenario.nothing.any': 'message',
  'scenario.nothing.came': ({ type }: { type: string }) => `${type} came.`,
  'scenario.nothing.found': ({ what, forMs }: { what: string; forMs: number }) =>
    `No ${what} came for ${time(forMs)}.`,
  'scenario.was-over': ({ why }: { why: string }) => `The connection had ended: ${why}`,
  'scenario.was-over-before': ({ why }: { why: string }) => `The connection had ended before this: ${why}`,
  'scenario.ping': 'Ping',
  'scenario.speech': 'Speech',
  'scenario.pong': ({ withinMs }: Within) => `Ping answered within ${time(withinMs)}`,
  'scenario.pong.found': ({ ms }: { ms: number }) => `Answered after ${ms} ms.`,
  'scenario.pong.none': ({ withinMs }: Within) => `No pong within ${time(withinMs)}.`,

  'scenario.differs.unreadable': "it can't be read",
  'scenario.differs.type': ({ type }: { type: string }) => `it is ${type}`,
  'scenario.differs.missing': ({ path, wanted }: { path: string; wanted: string }) =>
    `${path} is not there, not ${wanted}`,
  'scenario.differs.value': (p: { path: string; value: string; wanted: string }) =>
    `${p.path} is ${p.value}, not ${p.wanted}`,
  'scenario.differs.says-nothing': ({ says }: { says: string }) => `it says nothing, not /${says}/`,
  'scenario.differs.says': ({ words, says }: { words: string; says: string }) =>
    `it says ${words}, not /${says}/`,
  'scenario.matcher.equals': ({ wanted }: { wanted: string }) => `equal to ${wanted}`,
  'scenario.matcher.matches': ({ wanted }: { wanted: string }) => `what is found by ${wanted}`,
  'scenario.matcher.contains': ({ wanted }: { wanted: string }) => `with ${wanted}`,
  'scenario.matcher.exists': ({ wanted }: { wanted: string }) => `there: ${wanted}`,
  'scenario.matcher.isA': ({ wanted }: { wanted: string }) => `a ${wanted}`,
  'scenario.matcher.min': ({ wanted }: { wanted: string }) => `at least ${wanted}`,
  'scenario.matcher.max': ({ wanted }: { wanted: string }) => `at most ${wanted}`,
  'scenario.matcher.oneOf': ({ wanted }: { wanted: string }) => `one of ${wanted}`,

  'scenario.step': ({ branch, title }: { branch: string; title: string }) =>
    branch === '' ? title : `${branch}: ${title}`,
  'scenario.branch': ({ nth }: { nth: number }) => `Branch ${nth}`,
  'scenario.slowest': ({ found, times }: { found: string; times: number }) =>
    `${found} The slowest of ${counted(times, 'time')}.`,
  'scenario.next': ({ line, file }: { line: number; file: string }) =>
    `Line ${line} of ${file} expects it; the events show what came.`,
  'scenario.rest': 'The steps after it',
  'scenario.rest.found': 'Steps after one that fails are not run.',
  'scenario.no-such-connection': ({ name }: { name: string }) =>
    `There is no connection "${name}" here: the steps before have opened none of this name.`,
  'scenario.too-many': ({ most }: { most: number }) =>
    `${counted(most, 'connection')} were opened; a scenario may open no more.`,
  'scenario.open': ({ name }: { name: string }) => `Connection ${name}`,
  'scenario.open.found': ({ ms }: { ms: number }) => `It opened after ${ms} ms.`,
  'scenario.open.failed': ({ why }: { why: string }) => `It did not open: ${why}`,
  'scenario.half-open': ({ found }: { found: string }) =>
    `${found} Nobody answers on it any more, not even pings (half-open).`,
  'scenario.speech-broke': ({ nth, of, why }: { nth: number; of: number; why: string }) =>
    `Chunk ${nth} of ${of} couldn't be sent: ${why}`,
  'scenario.other-step': ({ path, kind }: { path: string; kind: string }) => `Step ${path}: ${kind}`,
  'scenario.file.deep': ({ most }: { most: number }) => `Steps can be nested at most ${most} deep.`,
  'scenario.file.step-kinds': ({ known }: { known: string }) =>
    `A step is one of ${known}, such as "- send: { type: HANDSHAKE }".`,
  'scenario.file.many-steps': ({ count, most }: { count: number; most: number }) =>
    `With all repeats these are ${count} steps; at most ${most} are done.`,
  'scenario.file.large': ({ kib }: { kib: number }) => `A scenario has at most ${kib} KiB.`,
  'scenario.file.empty': 'The file is empty. A scenario has a list "steps".',
  'scenario.file.several': 'The file has several documents (---). Write one scenario per file.',
  'scenario.file.not-yaml': ({ why }: { why: string }) => `It can't be read as YAML or JSON: ${why}.`,
  'scenario.file.alias': 'Aliases (*name) are not supported. Write out what is meant.',
  'scenario.file.two-kinds': ({ kinds }: { kinds: readonly string[] }) =>
    `A step does one thing, this has ${kinds.join(' and ')}. Make it two steps.`,
  'scenario.file.no-kind': ({ known }: { known: string }) => `The step does nothing. Known: ${known}.`,
  'scenario.file.unknown-kind': ({ kind, known }: { kind: string; known: string }) =>
    `There is no step "${kind}". Known: ${known}.`,
  'scenario.file.placeholder': ({ name, known }: { name: string; known: readonly string[] }) =>
    `There is no {{${name}}}. Known: ${known.join(', ')}.`,
  'scenario.file.wrong': 'It is not valid.',
  'scenario.file.it': 'It',
  'scenario.file.this': 'This',
  'scenario.file.unknown-keys': ({ field, keys }: { field: string; keys: string }) =>
    `${field} takes no ${keys}.`,
  'scenario.file.field': ({ field, what }: { field: string; what: string }) => `${field} ${what}.`,
  'scenario.file.not-format': ({ field, format }: { field: string; format: string }) =>
    `${field} is not ${format}.`,
  'scenario.file.missing': ({ field }: { field: string }) => `${field} is missing.`,
  'scenario.file.not-a': ({ field, wanted, is }: { field: string; wanted: string; is: string }) =>
    `${field} has to be ${valueKind(wanted)}, and is ${valueKind(is)}.`,
  'scenario.file.least': ({ field, of, least }: { field: string; of: string; least: number }) =>
    `${field} has to ${of in counts ? `have at least ${counted(least, counts[of] ?? '')}` : `be at least ${least}`}.`,
  'scenario.file.most': ({ field, of, most }: { field: string; of: string; most: number }) =>
    `${field} may ${of in counts ? `have at most ${counted(most, counts[of] ?? '')}` : `be at most ${most}`}.`,
  'scenario.file.example': ({ what, example }: { what: string; example: string }) =>
    `${what} Example: ${example}`,
  'scenario.file.tab': 'A tab indents this line, which YAML does not allow. Indent with spaces.',
  'scenario.file.twice': ({ key }: { key: string }) => `"${key}" is here twice. Keep one of them.`,
  'scenario.file.problem': ({ field, what }: { field: string; what: string }) => `${field}: ${what}.`,

  'scenario.doing.repeat': (p: { line: number; nth: number; of: number }) =>
    `Line ${p.line}: ${p.nth} of ${p.of}`,
  'scenario.doing.connecting': ({ line }: { line: number }) => `Line ${line}: connecting`,
  'scenario.doing': ({ line, what }: { line: number; what: string }) => `Line ${line}: ${what}`,
} as const;
