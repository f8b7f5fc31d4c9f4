import { expect, it } from 'vitest';
import { csvHead, csvLine } from '../../../../src/shared/events/events-csv.ts';
import { formatDuration, formatTable } from '../../../../src/main/cli/output/table.ts';
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
