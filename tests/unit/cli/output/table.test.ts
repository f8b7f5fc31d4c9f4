import { expect, it } from 'vitest';
import { csvHead, csvLine } from '../../../../src/shared/events/events-csv.ts';
import { createPainter, paintMarks, wantsColour } from '../../../../src/main/cli/output/colour.ts';
import { fitLines, formatDuration, formatTable } from '../../../../src/main/cli/output/table.ts';
import type { StoredEvent } from '../../../../src/shared/events/events.ts';

it('aligns columns and leaves no space at the ends of lines', () => {
  expect(
    formatTable(
      ['a', 'bb', 'c'],
      [
        ['long', '', ''],
        ['x', 'y', 'z'],
      ],
    ),
  ).toBe('a     bb  c\nlong\nx     y   z\n');
});

it('fits the width of a terminal, wraps at words and leaves ids whole where it can', () => {
  const id = '20260302-090000-1a2b3c4d';
  const text = formatTable(
    ['session', 'state', 'title'],
    [[id, 'ended', 'A long title of a meeting that nobody could write in one line of a terminal']],
    60,
  );
  const lines = text.trimEnd().split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(60);
  expect(lines[1]).toMatch(new RegExp(`^${id}  ended  A long title`));
  expect(text.replace(/\s+/g, ' ')).toContain('nobody could write');
  const narrow = formatTable(['a', 'b', 'c'], [[id, 'x'.repeat(70), 'wss://example.org/a/long/path']], 40);
  expect(Math.max(...narrow.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(40);
});

it('lists each row by itself where columns would break words', () => {
  const rows = [
    [
      '20260302-090000-1a2b3c4d',
      'capture-only',
      'ended',
      'A long title of a meeting that nobody reads in a column',
    ],
    ['20260302-100000-1a2b3c4d', '', '', 'Short'],
  ];
  expect(formatTable(['session', 'mode', 'state', 'title'], rows, 40)).toBe(
    [
      'session  20260302-090000-1a2b3c4d',
      'mode     capture-only',
      'state    ended',
      'title    A long title of a meeting that',
      '         nobody reads in a column',
      '',
      'session  20260302-100000-1a2b3c4d',
      'title    Short',
      '',
    ].join('\n'),
  );
});

it('keeps what is copied whole at 80 columns, and breaks long words only where they have a joint', () => {
  const id = '20260302-090000-1a2b3c4d';
  const text = formatTable(
    ['session', 'started (UTC)', 'length', 'target or engine', 'state', 'title'],
    [
      [id, '2 Mar 09:00', '0:11', 'ws://127.0.0.1:9/ws', 'incomplete', 'A long title of a meeting of many'],
      [id, '2 Mar 10:00', '0:05', 'capture-only', 'silent', 'Short'],
    ],
    80,
  );
  const lines = text.trimEnd().split('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
  expect(lines.filter((line) => line.startsWith(id))).toHaveLength(2);
  expect(text).toContain('capture-only');
  expect(lines.join('\n')).toMatch(/ws:\/\/127\.\S* .*\n.*\d:9\/ws/);
});

it('lists rows at any width where columns would cut words, with the names of marks', () => {
  const head = [{ piped: 'used' }, 'name', 'address', 'mode', 'state', 'size', 'licence', 'notes'];
  const row = [
    '*',
    'staging-of-Europe',
    'inside',
    'capture-only',
    'incomplete',
    '12345678',
    'Apache-2',
    'yes',
  ];
  expect(formatTable(head, [row], 60)).toMatch(/^used {5}\*\nname {5}staging-of-Europe\n/);
  expect(formatTable(head, [row], 120)).toMatch(/^ {3}name/);
  expect(formatTable(head, [row], 'piped')).toMatch(/^used\tname\t/);
});

it('aligns titles in Chinese and Japanese, whose characters are two columns wide, and breaks them within the width', () => {
  const text = formatTable(
    ['session', 'title', 'state'],
    [
      ['a1', '製品計画の会議', 'complete'],
      ['b2', 'Café ☕ sync', 'silent'],
    ],
  );
  expect(text).toBe(
    'session  title           state\na1       製品計画の会議  complete\nb2       Café ☕ sync    silent\n',
  );
  const [first = '', second = ''] = fitLines(`  ${'会'.repeat(30)}`, 40).split('\n');
  expect([first, second]).toEqual([`  ${'会'.repeat(19)}`, `  ${'会'.repeat(11)}`]);
});

it('wraps long lines below the place where their last column began, or a little to the right of it all', () => {
  const line = '✓ Disk        75.2 GB free: about 652 hours';
  expect(fitLines(line, 40)).toBe('✓ Disk        75.2 GB free: about 652\n              hours');
  expect(fitLines(line, 24)).toBe('✓ Disk\n    75.2 GB free: about\n    652 hours');
  expect(fitLines('[0:07] words that were said', 20)).toBe('[0:07] words that\n       were said');
  expect(fitLines(`${' '.repeat(14)}hint of two words`, 24)).toBe('    hint of two words');
  expect(fitLines('  of it     20260302-090000-1a2b3c4d', 32)).toBe('  of it\n    20260302-090000-1a2b3c4d');
  expect(fitLines(line, 'piped')).toBe(line);
});

it('puts a tab between the cells for another program, and none into them', () => {
  expect(formatTable(['a', 'b'], [['x\ty', 'a very long line that no terminal breaks']], 'piped')).toBe(
    'a\tb\nx y\ta very long line that no terminal breaks\n',
  );
});

it('colours by marks of ours only, and not at all where colours are not wanted', () => {
  const painter = createPainter();
  const text = `${painter.paint('red', 'no')} \u001b[32m \ue000`;
  expect(painter.finish(text, true)).toBe('\u001b[31mno\u001b[0m \u001b[32m \ue000');
  expect(painter.finish(text, false)).toBe('no \u001b[32m \ue000');
  const place = { isTerminal: true, environment: {} };
  expect(wantsColour('auto', place)).toBe(true);
  expect(wantsColour('auto', { ...place, environment: { NO_COLOR: '1' } })).toBe(false);
  expect(wantsColour('auto', { ...place, isTerminal: false })).toBe(false);
  expect(wantsColour('auto', { isTerminal: false, environment: { FORCE_COLOR: '1' } })).toBe(true);
  expect(wantsColour('auto', { ...place, environment: { FORCE_COLOR: '0' } })).toBe(false);
  expect(wantsColour('auto', { ...place, environment: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(true);
  expect(wantsColour('never', { ...place, environment: { FORCE_COLOR: '1' } })).toBe(false);
  expect(wantsColour('always', { isTerminal: false, environment: { NO_COLOR: '1' } })).toBe(true);
});

it('colours the marks at the beginnings of lines, and no other', () => {
  const painter = { paint: (colour: string, text: string) => `<${colour} ${text}>` };
  expect(paintMarks('✓ Disk  70 GB ! ✗\n  ✗ Sound\n!important\n– whisper\n', painter)).toBe(
    '<green ✓> Disk  70 GB ! ✗\n  <red ✗> Sound\n!important\n<dim –> whisper\n',
  );
});

it('writes lengths as people say them', () => {
  expect([0, 7.9, 65, 3_723].map(formatDuration)).toEqual(['0:00', '0:07', '1:05', '1:02:03']);
});

it('quotes what CSV would take for its own signs', () => {
  const event: StoredEvent = {
    seq: 1,
    wallMs: 2,
    monoMs: 3,
    kind: 'frame',
    type: 'ERROR',
    direction: 'in',
    sessionId: null,
    target: 'a,b',
    connectionId: null,
    generation: 1,
    bytes: 10,
    raw: '{"a":"b\nc"}',
    fields: { x: 1 },
    reason: null,
  };
  expect(csvHead.split(',')).toHaveLength(14);
  expect(csvLine(event)).toBe('1,2,3,frame,ERROR,in,,"a,b",,1,10,"{""a"":""b\nc""}","{""x"":1}",\r\n');
});
