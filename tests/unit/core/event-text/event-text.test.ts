import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { findLayout, readEventTexts } from '../../../../src/main/core/event-text/event-text.ts';
import { noNotes, readEventFile } from '../../../../src/main/core/event-files/read-event-file.ts';
import { importEvents } from '../../../../src/main/core/events/import/import-events.ts';
import { createSystemClock } from '../../../../src/main/core/lifecycle/time/system-clock.ts';
import { traceFrameEvent } from '../../../../src/main/cli/output/trace-frame-event.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { describeWith } from '../../../support/machine/needs.ts';
import { sharedData } from '../../../support/shared-data.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { wordsOf } from '../../../../src/shared/words/all-words.ts';

async function fileOf(content: string | Buffer, name = 'events.txt'): Promise<string> {
  const path = join(await makeTemporaryFolder(), name);
  await writeFile(path, content);
  return path;
}

async function valuesIn(path: string): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const texts of readEventTexts(path))
    values.push(
      ...texts.map((entry) =>
        entry.text === null ? wordsOf(entry.problem) : (JSON.parse(entry.text) as unknown),
      ),
    );
  return values;
}

/** Types of the frames that analysis sees and that import stores. */
async function typesIn(path: string): Promise<{ analysed: string[]; stored: string[] }> {
  const analysed: string[] = [];
  for await (const page of readEventFile(path, noNotes(), traceFrameEvent))
    analysed.push(...page.map((event) => event.stored().type));
  const { writes, reads } = await openEventDatabase();
  await importEvents(path, {
    clock: createSystemClock(),
    writes: writes.imports,
    reads: reads.imports,
    onKnown: () => 'nothing',
  });
  const stored = await reads.events.list({ afterSeq: 0, limit: 100 });
  return { analysed, stored: stored.map(({ type }) => type) };
}

const frames = [
  { t_ms: 0, dir: 'in', conn: 'A', raw: '{"type":"HANDSHAKE_ACK","status":"bereit, über"}' },
  { t_ms: 5, dir: 'in', conn: 'A', raw: '{"type":"TRANSCRIPTION_RESULT","data":{"text":"x"}}' },
];
const lines = frames.map((frame) => JSON.stringify(frame)).join('\n');
const bigEndian = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('the same frames', () => {
  test.each<[string, string | Buffer]>([
    ['as lines', lines],
    ['with a byte order mark', `\ufeff${lines}`],
    ['in UTF-16 with a mark', Buffer.from(`\ufeff${lines}`, 'utf16le')],
    ['in UTF-16 without a mark', Buffer.from(lines, 'utf16le')],
    ['in UTF-16 of the other order', bigEndian(`\ufeff${lines}`)],
    ['in UTF-16 of the other order without a mark', bigEndian(lines)],
    ['packed', gzipSync(lines)],
    [
      'packed in two parts',
      Buffer.concat([gzipSync(`${lines.split('\n')[0] ?? ''}\n`), gzipSync(lines.split('\n')[1] ?? '')]),
    ],
    ['packed in UTF-16', gzipSync(Buffer.from(`\ufeff${lines}`, 'utf16le'))],
    ['as a list', JSON.stringify(frames)],
    ['as a list over many lines', JSON.stringify(frames, null, 2)],
    ['as a list in a document', JSON.stringify({ note: '[', events: frames })],
    ['as objects over many lines', frames.map((frame) => JSON.stringify(frame, null, 2)).join('\n')],
    ['as a list with a mark in UTF-16', Buffer.from(`\ufeff${JSON.stringify(frames)}`, 'utf16le')],
  ])('are read %s', async (_how, content) => {
    expect(await valuesIn(await fileOf(content))).toEqual(frames);
  });

  test.each([',', ';', '\t', '|'])('are read as a table with %j between the cells', async (delimiter) => {
    const cell = (text: string | number): string => `"${String(text).replaceAll('"', '""')}"`;
    const rows = frames.map(({ t_ms, dir, conn, raw }) => [t_ms, dir, conn, raw].map(cell).join(delimiter));
    const head = ['t_ms', 'dir', 'conn', 'raw'].join(delimiter);
    for (const start of [head, `sep=${delimiter}\r\n${head}`, `\ufeff${head}`])
      expect(await valuesIn(await fileOf([start, ...rows].join('\r\n')))).toEqual(frames);
  });

  test('are analysed and imported alike, whatever names their connections', async () => {
    const changes: [string, object][] = [
      ['a number', { conn: 7 }],
      ['null', { conn: null }],
      ['nothing', { conn: undefined }],
      ['times as text', { t_ms: '5' }],
    ];
    for (const [what, change] of changes) {
      const path = await fileOf(frames.map((frame) => JSON.stringify({ ...frame, ...change })).join('\n'));
      const types = ['HANDSHAKE_ACK', 'TRANSCRIPTION_RESULT'];
      expect(await typesIn(path), what).toEqual({ analysed: types, stored: types });
    }
  });

  test('and so are events for a monitor', async () => {
    const told = {
      t_ms: 1,
      event_type: 'PROCESSING_STATUS',
      data: { a: 1 },
      source: 'server',
      session_id: 's',
    };
    const types = { analysed: ['PROCESSING_STATUS'], stored: ['PROCESSING_STATUS'] };
    expect(await typesIn(await fileOf(JSON.stringify(told)))).toEqual(types);
    expect(
      await typesIn(await fileOf(`{"t_ms":1,"event_type":"PROCESSING_STATUS","data":{"a":NaN}}`)),
    ).toEqual(types);
  });
});

describe('numbers of a table', () => {
  const rowWith = async (wallMs: string, delimiter = ';'): Promise<unknown> => {
    const path = await fileOf(`seq;wallMs;kind;type\n1;${wallMs};frame;NOTE`.replaceAll(';', delimiter));
    const [value] = await valuesIn(path);
    return typeof value === 'string' ? value : (value as { wallMs: unknown }).wallMs;
  };

  test.each([
    ['1795717353572', 1795717353572],
    ['1795717353572,25', 1795717353572.25],
    ['1795717353572.25', 1795717353572.25],
    ['1.795.717.353.572,25', 1795717353572.25],
    ['1,795,717,353,572', 1795717353572],
    ['1 795 717 353 572', 1795717353572],
  ])('%s is %d', async (text, number) => {
    expect(await rowWith(text)).toBe(number);
  });

  test.each([
    ['1,79572E+12', 'a spreadsheet has rounded its wallMs to 1,79572E+12'],
    ['1.79572E+12', 'a spreadsheet has rounded its wallMs'],
    ['26.11.2026 18:42', 'its wallMs is not a number'],
    ['1'.repeat(60), 'its wallMs is not a number'],
  ])('%s is refused with the reason', async (text, problem) => {
    expect(await rowWith(text)).toContain(problem);
  });

  test('that a spreadsheet has cut off with a long cell are refused with it', async () => {
    const raw = 'x'.repeat(32_767);
    expect(await valuesIn(await fileOf(`t_ms;dir;raw\n1;in;${raw}`))).toEqual([
      'a spreadsheet has cut its raw off at 32767 characters',
    ]);
  });
});

describe('a file of another kind', () => {
  test.each<[string, string | Buffer]>([
    ['ZIP archive', Buffer.from('504b03041400', 'hex')],
    ['SQLite database', 'SQLite format 3\u0000'],
    ['sound file', 'RIFF\u0001\u0001\u0001\u0001WAVEfmt '],
    ['HTML or XML', '<!DOCTYPE html><html></html>'],
    ['binary file', Buffer.from([1, 2, 0, 4, 5, 0, 0, 0, 9])],
  ])('is said to be a %s in one sentence', async (kind, content) => {
    const path = await fileOf(content);
    const message = expect.stringContaining(kind) as string;
    await expect(findLayout(path)).rejects.toMatchObject({ code: 'bad-input', message });
    await expect(valuesIn(path)).rejects.toMatchObject({ code: 'bad-input', message });
  });

  test('that breaks off while it is unpacked is told so', async () => {
    const packed = gzipSync(`${lines}\n`.repeat(2_000));
    await expect(valuesIn(await fileOf(packed.subarray(0, packed.length - 20)))).rejects.toMatchObject({
      code: 'bad-input',
    });
  });
});

describeWith(['field'], 'files as people bring them', () => {
  test.each(['excel-semicolon.csv', 'trace-array.json', 'trace-noconn.jsonl', 'trace-utf16le.jsonl'])(
    '%s holds the same five frames',
    async (name) => {
      const types = [
        'HANDSHAKE_ACK',
        'HANDSHAKE',
        'TRANSCRIPTION_RESULT',
        'transcription_result',
        'TRANSCRIPTION_RESULT',
      ];
      expect(await typesIn(join(sharedData.field, name))).toEqual({ analysed: types, stored: types });
    },
  );

  test.each([
    [
      'chrome.har',
      ['HANDSHAKE_ACK', 'HANDSHAKE', 'TRANSCRIPTION_RESULT', 'transcription_result', 'TRANSCRIPTION_RESULT'],
    ],
    ['pm2.log', ['TRANSCRIPTION_RESULT', 'transcription_result']],
    ['wscat.log', ['HANDSHAKE_ACK', 'HANDSHAKE', 'TRANSCRIPTION_RESULT', 'transcription_result']],
  ])('%s is read as the capture that it is', async (name, types) => {
    expect(await typesIn(join(sharedData.field, name))).toEqual({ analysed: types, stored: types });
  });
});
