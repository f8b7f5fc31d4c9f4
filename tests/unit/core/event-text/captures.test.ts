import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  findLayout,
  readEventTexts,
  type CapturedConnection,
} from '../../../../src/main/core/event-text/event-text.ts';
import { importEvents, type ImportOptions } from '../../../../src/main/core/events/import/import-events.ts';
import { createSystemClock } from '../../../../src/main/core/lifecycle/time/system-clock.ts';
import { openEventDatabase } from '../../../support/event-database.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { wordsOf } from '../../../../src/shared/words/all-words.ts';

const result = (type: string, chunkId: string): string =>
  JSON.stringify({ type, data: { text: 'grüße "du"', chunkId, timestamp: '2026-01-05T10:00:05' } });

async function fileOf(content: string | Buffer): Promise<string> {
  const path = join(await makeTemporaryFolder(), 'capture');
  await writeFile(path, content);
  return path;
}

type Line = {
  t_ms: number;
  wall?: true;
  dir: string;
  conn: string;
  raw: string;
  binary?: true;
  facts?: object;
};

async function read(
  content: string | Buffer,
): Promise<{ tool: string; lines: (Line | string)[]; connections: CapturedConnection[] }> {
  const path = await fileOf(content);
  const layout = await findLayout(path);
  const lines: (Line | string)[] = [];
  const connections: CapturedConnection[] = [];
  for await (const texts of readEventTexts(path, layout, (connection) => connections.push(connection)))
    lines.push(
      ...texts.map((entry) =>
        entry.text === null ? wordsOf(entry.problem) : (JSON.parse(entry.text) as Line),
      ),
    );
  return { tool: layout.kind === 'capture' ? layout.tool : layout.kind, lines, connections };
}

const shown = (lines: readonly (Line | string)[]): unknown[] =>
  lines.map((line) => (typeof line === 'string' ? line : [line.t_ms, line.dir, line.conn, line.raw]));

async function stored(content: string, options: Partial<ImportOptions> = {}) {
  const { writes, reads } = await openEventDatabase();
  const report = await importEvents(await fileOf(content), {
    clock: createSystemClock(),
    writes: writes.imports,
    reads: reads.imports,
    onKnown: () => 'nothing',
    ...options,
  });
  return { report, events: await reads.events.list({ afterSeq: 0, limit: 100 }) };
}

const message = (type: string, time: unknown, data: string, opcode: unknown = 1) => ({
  type,
  time,
  opcode,
  data,
});
const har = (entries: object[], space?: number): string =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'any' }, entries } }, null, space);

describe('a HAR file', () => {
  const first = {
    // As browsers write it, messages stand before the address.
    _webSocketMessages: [
      message('send', 1767607200.1, '{"type":"HANDSHAKE"}'),
      message('receive', 1767607205.002, result('TRANSCRIPTION_RESULT', 'c1')),
      message('receive', 1767607206, 'AAEC', 2),
    ],
    request: { url: 'wss://host.example/ws?token=secret' },
  };
  const page = {
    request: { url: 'https://host.example/' },
    response: { content: { text: '"_webSocketMessages":[{' } },
  };
  const second = {
    request: { url: 'wss://host.example/ws' },
    _webSocketMessages: [message('receive', 1767607207.5, '{"type":"HANDSHAKE_ACK"}')],
  };

  test.each([undefined, 2])(
    'gives every message with direction, time and connection (indented by %s)',
    async (space) => {
      const { tool, lines, connections } = await read(har([first, page, second], space));
      expect(tool).toBe('har');
      expect(shown(lines)).toEqual([
        [1767607200100, 'out', '1', '{"type":"HANDSHAKE"}'],
        [1767607205002, 'in', '1', result('TRANSCRIPTION_RESULT', 'c1')],
        [1767607206000, 'in', '1', 'AAEC'],
        [1767607207500, 'in', '3', '{"type":"HANDSHAKE_ACK"}'],
      ]);
      expect(connections).toEqual([
        { conn: '1', url: 'wss://host.example/ws?token=secret' },
        { conn: '3', url: 'wss://host.example/ws' },
      ]);
    },
  );

  test('is read the same when it is packed, and when messages lie across blocks', async () => {
    const long = {
      ...second,
      _webSocketMessages: Array.from({ length: 40 }, (_, at) =>
        message('receive', 1767607207 + at, JSON.stringify({ type: 'NOTE', text: 'ü\\"'.repeat(3_000) })),
      ),
    };
    const { lines } = await read(gzipSync(har([first, long])));
    expect(lines).toHaveLength(43);
    expect(lines.slice(3).every((line) => typeof line !== 'string' && line.conn === '2')).toBe(true);
    expect((lines[42] as Line).raw).toBe(JSON.stringify({ type: 'NOTE', text: 'ü\\"'.repeat(3_000) }));
  });

  test('names what is no message, and takes what comes before a cut', async () => {
    const odd = {
      _webSocketMessages: [
        message('error', 1767607200, 'net::ERR'),
        message('receive', 1767607201, '', 9),
        message('up', 1767607201, '{}'),
        message('receive', 1767607201, '{"ty', 0),
        message('receive', 1767607201, 'grüße', 2),
        // A message is kept, whatever its time says.
        message('receive', 'soon', '{}'),
        message('receive', 1767607202, '{"type":"NOTE"}'),
      ],
    };
    const { lines } = await read(har([odd]));
    expect(lines.slice(0, 5)).toEqual([
      expect.stringContaining('an error that the browser noted'),
      expect.stringContaining('control frame (opcode 9)'),
      expect.stringContaining('neither "send" nor "receive"'),
      'it is a part of a message (a continuation), not a whole one',
      'it is binary, and its data is not base64',
    ]);
    expect(lines[5]).toMatchObject({ t_ms: 1767607201999, raw: '{}', facts: { estimated: ['time'] } });
    expect(shown(lines.slice(6))).toEqual([[1767607202000, 'in', '1', '{"type":"NOTE"}']]);
    const cut = await read(har([first]).slice(0, -260));
    expect(cut.lines.at(-1)).toBe('the file ends in the middle of a message');
  });

  test('says that it breaks off where the cut is between two messages', async () => {
    const whole = har([first, second]);
    const { lines } = await read(whole.slice(0, whole.indexOf('},{"type":"receive"') + 1));
    expect(shown(lines)).toEqual([
      [1767607200100, 'out', '1', '{"type":"HANDSHAKE"}'],
      'the file breaks off here, and what comes after is missing',
    ]);
  });

  test('without messages says so, for each connection and for all of them', async () => {
    const of = (more: object): object => ({ request: { url: 'ws://localhost:8080/ws' }, ...more });
    const known = { request: { url: 'https://host.example/ws' }, _resourceType: 'websocket' };
    const { lines } = await read(har([first, of({}), of({ _webSocketMessages: null }), page, known]));
    expect(lines.slice(3)).toEqual(Array(3).fill(expect.stringContaining('without messages')));
    // Nothing was said on such a connection, which is nothing lost.
    expect((await read(har([first, of({ _webSocketMessages: [] })]))).lines).toHaveLength(3);
    for (const entries of [[], [page], [of({ _webSocketMessages: [] })]])
      expect((await read(har(entries))).lines).toEqual(['no entry of the file has a WebSocket message']);
  });

  test('without times and directions has them estimated, each as such', async () => {
    const bare = [
      { time: 1767607200.1, opcode: 1, data: '{"type":"AUDIO_CHUNK","data":""}' },
      { type: 'receive', opcode: 1, data: '{"type":"HANDSHAKE_ACK"}' },
      { type: 'receive', time: null, opcode: 1, data: '{"type":"NOTE"}' },
      { type: 'receive', time: 1767607201, opcode: -1, data: 'net::ERR' },
    ];
    const { lines } = await read(har([{ _webSocketMessages: bare }]));
    expect(lines).toMatchObject([
      { t_ms: 1767607200100, wall: true, dir: 'out', facts: { estimated: ['direction'] } },
      { t_ms: 1767607200101, wall: true, dir: 'in', facts: { estimated: ['time'] } },
      { t_ms: 1767607200102, wall: true, dir: 'in', facts: { estimated: ['time'] } },
      'it is an error that the browser noted, not a message',
    ]);
    // Where none has a time, they count from the beginning, whenever that was.
    const timeless = bare.slice(1, 3).map(({ type, opcode, data }) => ({ type, opcode, data }));
    const { report, events } = await stored(har([{ _webSocketMessages: timeless }]));
    expect(report).toMatchObject({ imported: 2, skipped: 0, estimated: { times: 2, directions: 0 } });
    expect((events[1]?.wallMs ?? 0) - (events[0]?.wallMs ?? 0)).toBe(1);
  });

  test('has what stands before its first date put before it, connection by connection', async () => {
    const undated = (n: number) => ({ type: 'receive', opcode: 1, data: `{"type":"NOTE","n":${n}}` });
    const entries = [
      // Neither has a date at first; the second only says when it began, the third nothing, as the fourth does.
      { _webSocketMessages: [undated(1), undated(2), message('receive', 1767607200, '{}'), undated(3)] },
      { _webSocketMessages: [undated(4), undated(5)], startedDateTime: '2026-01-05T09:00:00.000Z' },
      { _webSocketMessages: [undated(6)] },
      // Seconds since the program began, as some tools take them from the browser.
      {
        _webSocketMessages: [message('send', 812.5, '{}'), message('receive', 813.25, '{}')],
        startedDateTime: '2026-01-05T11:00:00.000Z',
      },
    ];
    const { report, events } = await stored(har(entries));
    expect(report).toMatchObject({ imported: 9, skipped: 0, estimated: { times: 8, directions: 0 } });
    expect(events.map(({ wallMs }) => wallMs - 1767607200000)).toEqual([
      -2, -1, 0, 1, -3_600_000, -3_599_999, 2, 3_600_000, 3_600_750,
    ]);
  });

  test('that ends, or has no date at all, keeps what waited for one', async () => {
    const bare = { _webSocketMessages: [{ type: 'send', opcode: 1, data: '{}' }] };
    const text = har([bare]);
    const cut = await read(text.slice(0, text.indexOf('}]') + 1));
    expect(cut.lines).toMatchObject([
      { t_ms: 0, dir: 'out', raw: '{}' },
      'the file breaks off here, and what comes after is missing',
    ]);
    const many = Array.from({ length: 10_500 }, () => bare._webSocketMessages[0] ?? {});
    const { lines } = await read(har([{ _webSocketMessages: many }]));
    expect(lines).toHaveLength(10_500);
    expect(lines.at(-1)).toMatchObject({ t_ms: 10_499 });
  });

  test('is one with a byte order mark, in UTF-16, and with other keys before its log', async () => {
    const text = har([second]);
    const files = [
      `\ufeff${text}`,
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      text.replace('{', '{"$schema":"https://x.example/har","_comment":"a \u00fc",'),
    ];
    for (const file of files) {
      const { tool, lines } = await read(file);
      expect([tool, lines.length]).toEqual(['har', 1]);
    }
  });

  test.each([
    [1767607200.1, 1767607200100],
    [1767607200100, 1767607200100],
    [1767607200100000, 1767607200100],
    ['2026-01-05T10:00:00.100Z', 1767607200100],
    ['1767607200.1', 1767607200100],
  ])('has its times in whichever unit its writer uses: %s', async (time, atMs) => {
    const { lines } = await read(har([{ _webSocketMessages: [message('receive', time, '{}')] }]));
    expect(lines).toMatchObject([{ t_ms: atMs, wall: true }]);
  });

  test('is stored with its own times and addresses, without what may be secret in them', async () => {
    const { report, events } = await stored(har([first, page, second]));
    expect(report).toMatchObject({
      format: 'har',
      imported: 4,
      skipped: 0,
      estimated: { times: 0, directions: 0 },
    });
    expect(events.map(({ type, wallMs, direction, target }) => [type, wallMs, direction, target])).toEqual([
      ['HANDSHAKE', 1767607200100, 'out', 'wss://host.example/ws'],
      ['TRANSCRIPTION_RESULT', 1767607205002, 'in', 'wss://host.example/ws'],
      ['frame.binary', 1767607206000, 'in', 'wss://host.example/ws'],
      ['HANDSHAKE_ACK', 1767607207500, 'in', 'wss://host.example/ws'],
    ]);
    expect(events[2]?.fields).toMatchObject({ base64: 'AAEC' });
    expect(JSON.stringify(events)).not.toContain('secret');
  });
});

describe('what wscat showed', () => {
  test('is told by its marks, over reconnects, colours, prompts and several lines', async () => {
    const { tool, lines } = await read(
      [
        'Connected (press CTRL+C to quit)',
        '\u001b[34m< {"type":"HANDSHAKE_ACK"}\u001b[39m\r',
        '> {"type":"HANDSHAKE"}',
        '> ',
        '< {',
        '  "type": "NOTE"',
        '}',
        'Disconnected (code: 1006, reason: "")',
        'Connected (press CTRL+C to quit)',
        '< Received ping',
        '< hello',
        '$ ls',
      ].join('\n'),
    );
    expect(tool).toBe('wscat');
    expect(lines.map((line) => (typeof line === 'string' ? line : [line.dir, line.conn, line.raw]))).toEqual([
      ['in', '1', '{"type":"HANDSHAKE_ACK"}'],
      ['out', '1', '{"type":"HANDSHAKE"}'],
      ['in', '1', '{\n  "type": "NOTE"\n}'],
      ['in', '2', 'hello'],
    ]);
  });

  test('is known as a terminal was recorded: with escapes, a prompt that waits, and what another program said before', async () => {
    const esc = '\u001b';
    const { tool, lines } = await read(
      [
        'Script started on 2026-11-27 07:21:05+00:00 [COMMAND="npx wscat"]',
        `\r${esc}[2K${esc}[3D${esc}[32mConnected (press CTRL+C to quit)${esc}[39m\r`,
        `${esc}[1G${esc}[0J> ${esc}[3G\r${esc}[2K${esc}[3D${esc}[34m< {"type":"HANDSHAKE_ACK"}${esc}[39m\r`,
        `${esc}[1G${esc}[0J> ${esc}[3G{"type":"HANDSHAKE"}\r`,
      ].join('\n'),
    );
    expect(tool).toBe('wscat');
    expect(shown(lines)).toEqual([
      [0, 'in', '1', '{"type":"HANDSHAKE_ACK"}'],
      [1, 'out', '1', '{"type":"HANDSHAKE"}'],
    ]);
  });

  test('has estimated times, which keep the distances that the messages tell', async () => {
    const at = (time: string): string => `< {"type":"NOTE","timestamp":"2026-01-05T10:00:${time}"}`;
    const content = [at('00.000000'), at('00.000000'), at('09.500000'), '> {"type":"HANDSHAKE"}'].join('\n');
    const { report, events } = await stored(content);
    expect(report.estimated).toEqual({ times: 4, directions: 0 });
    expect(events.map(({ monoMs }) => monoMs)).toEqual([0, 1, 9500, 9501]);
    expect(events[0]?.fields.estimated).toEqual(['time']);
    const startedMs = Date.parse('2026-01-05T09:00:00Z');
    const dated = await stored(content, { hints: { startedMs } });
    expect(dated.events.map(({ wallMs }) => wallMs - startedMs)).toEqual([0, 1, 9500, 9501]);
  });
});

describe('what websocat wrote', () => {
  test('is told by READ and WRITE of its log, with its escapes', async () => {
    const { tool, lines } = await read(
      'WRITE 21 "{\\"type\\":\\"HANDSHAKE\\"}\\n"\nREAD 30 "{\\"type\\":\\"NOTE\\",\\"text\\":\\"gr\\u{fc}n\\"}\\n"\n',
    );
    expect(tool).toBe('websocat');
    expect(shown(lines)).toEqual([
      [0, 'out', '1', '{"type":"HANDSHAKE"}'],
      [1, 'in', '1', '{"type":"NOTE","text":"grün"}'],
    ]);
  });

  test('stands among what websocat says of itself with -v', async () => {
    const { tool, lines } = await read(
      [
        '[INFO  websocat::lints] Auto-inserting the line mode',
        '[2026-01-05T10:00:00Z INFO  websocat::ws_client_peer] get_ws_client_peer',
        '{"type":"HANDSHAKE_ACK"}',
        '[DEBUG websocat::ws_peer] incoming text',
        '{"type":"NOTE","text":"[INFO  websocat] is in it"}',
        'websocat: WebSocketError: I/O failure',
      ].join('\n'),
    );
    expect(tool).toBe('websocat');
    expect(lines.map((line) => (typeof line === 'string' ? line : line.raw))).toEqual([
      '{"type":"HANDSHAKE_ACK"}',
      '{"type":"NOTE","text":"[INFO  websocat] is in it"}',
    ]);
  });

  test('or by the types of its messages; others have the direction that was asked for', async () => {
    const content = `{"type":"HANDSHAKE"}\n${result('TRANSCRIPTION_RESULT', 'c1')}\n{"type":"NOTE"}\n`;
    const { report, events } = await stored(content, { hints: { direction: 'out' } });
    expect(report).toMatchObject({ format: 'websocat', imported: 3, estimated: { times: 3, directions: 3 } });
    expect(events.map(({ direction }) => direction)).toEqual(['out', 'in', 'out']);
  });
});

describe('lines of a log', () => {
  test('that stand before its first date come right before it', async () => {
    const line = (before: string, n: number): string =>
      `${before} WebSocket message: {"type":"NOTE","n":${n}}`;
    const { lines } = await read(
      [line('[log]', 1), line('[log]', 2), line('2026-01-05T10:00:00.000Z', 3), line('[log]', 4)].join('\n'),
    );
    const atMs = Date.parse('2026-01-05T10:00:00Z');
    expect(lines).toMatchObject([
      { t_ms: atMs - 2, wall: true, facts: { estimated: ['time', 'direction'] } },
      { t_ms: atMs - 1, wall: true },
      { t_ms: atMs, wall: true, facts: { estimated: ['direction'] } },
      { t_ms: atMs + 1, wall: true },
    ]);
  });

  test('of PM2 tell the server’s side: what it received was sent by the client', async () => {
    const { tool, lines } = await read(
      [
        '[TAILING] Tailing last 15 lines for [scrumbot] process',
        '0|scrumbot | 2026-01-05 10:00:05,123 - INFO - Received message: {"type": "X"}',
        `0|scrumbot | 2026-01-05 10:00:05,125 - INFO - WebSocket message: ${result('transcription_result', 'c1')}`,
        `1|scrumbot-websocket  | 2026-01-05T10:00:06.5Z - sending {'type': 'NOTE', 'ok': True, 'none': None, 'text': 'it\\'s "so"'}`,
        '0|scrumbot | INFO: connection open',
        '0|scrumbot | 2026-01-05 10:00:07,000 - INFO - WebSocket message: {"type": "TRANS',
      ].join('\n'),
    );
    expect(tool).toBe('pm2');
    const atMs = new Date(2026, 0, 5, 10, 0, 5, 123).getTime();
    expect(shown(lines)).toEqual([
      [atMs, 'out', '0|scrumbot', '{"type": "X"}'],
      [atMs + 2, 'in', '0|scrumbot', result('transcription_result', 'c1')],
      [
        Date.parse('2026-01-05T10:00:06.5Z'),
        'in',
        '1|scrumbot-websocket',
        `{"type": "NOTE", "ok": true, "none": null, "text": "it's \\"so\\""}`,
      ],
      'its message is cut off, or not JSON',
    ]);
  });

  test('that a logger wrapped into JSON are read as what they wrap', async () => {
    const sent = result('TRANSCRIPTION_RESULT', 'c1');
    const pm2 = (at: string, text: string): string =>
      JSON.stringify({ message: `${text}\n`, timestamp: at, type: 'out', process_id: 0, app_name: 'scrum' });
    const own = '{"type":"PROCESSING_STATUS","message":"{working}"}';
    const atMs = Date.parse('2026-01-05T10:00:05Z');
    const { tool, lines } = await read(
      [
        pm2('2026-01-05T10:00:05.000Z', 'listening'),
        pm2('2026-01-05T10:00:05.000Z', 'Received message: {"type":"X"}'),
        pm2('2026-01-05T10:00:06.000Z', `Sending ${sent}`),
        `0|scrum | ${JSON.stringify({ level: 30, time: atMs + 2_000, msg: `Sending ${sent}` })}`,
        `0|scrum | 2026-01-05T10:00:08Z Sending ${own}`,
      ].join('\n'),
    );
    expect(tool).toBe('pm2');
    expect(shown(lines)).toEqual([
      [atMs, 'out', '0|scrum', '{"type":"X"}'],
      [atMs + 1_000, 'in', '0|scrum', sent],
      [atMs + 2_000, 'in', '0|scrum', sent],
      [atMs + 3_000, 'in', '0|scrum', own],
    ]);
    const pino = await read(`${JSON.stringify({ time: atMs, msg: `Sending ${sent}` })}\n`);
    expect([pino.tool, shown(pino.lines)]).toEqual(['pm2', [[atMs, 'in', '1', sent]]]);
  });

  test('that begin with a date as Germans write it have it, and those with strokes the time of day alone', async () => {
    const german = await read('[05.01.2026, 10:00:05] Received: {"type":"NOTE"}\n');
    expect(german.lines).toMatchObject([{ t_ms: new Date(2026, 0, 5, 10, 0, 5).getTime(), wall: true }]);
    const american = await read('1/5/2026, 10:00:05 PM Received: {"type":"NOTE"}\n');
    expect(american.lines).toMatchObject([{ t_ms: 22 * 3_600_000 + 5_000 }]);
    expect(american.lines[0]).not.toHaveProperty('wall');
  });

  test('of a browser’s console tell the client’s side, over midnight', async () => {
    const { tool, lines } = await read(
      [
        '23:59:59.500 content.js:120 Sending: {"type":"X","a":{"b":1}}',
        '00:00:00.250 content.js:88 [ScrumBot] received "{\\"type\\":\\"NOTE\\"}"',
        "content.js:90 received {type: 'NOTE', data: {…}}",
        '00:00:01.000 content.js:90 ⬇ {"type":"HANDSHAKE_ACK"} VM12:3',
      ].join('\n'),
    );
    expect(tool).toBe('console');
    expect(shown(lines)).toEqual([
      [86_399_500, 'out', '1', '{"type":"X","a":{"b":1}}'],
      [86_400_250, 'in', '1', '{"type":"NOTE"}'],
      expect.stringContaining('shows its message shortened'),
      [86_401_000, 'in', '1', '{"type":"HANDSHAKE_ACK"}'],
    ]);
  });

  test('of a server that nobody marked as one has the directions that its messages can only have', async () => {
    const { tool, lines } = await read(
      [
        '2026-01-05 10:00:00,100 INFO Received message: {"type":"AUDIO_CHUNK","data":""}',
        '2026-01-05 10:00:03,000 INFO Sending {"type":"TRANSCRIPTION_RESULT","data":{"text":"a"}}',
      ].join('\n'),
    );
    expect(tool).toBe('console');
    expect(lines).toMatchObject([{ dir: 'out' }, { dir: 'in' }]);
  });

  test('and no file of ours is taken for one', async () => {
    const frame = { t_ms: 0, dir: 'in', conn: 'A', raw: '{"type":"NOTE"}' };
    for (const content of [
      JSON.stringify([frame]),
      JSON.stringify([frame], null, 2),
      JSON.stringify(frame),
      JSON.stringify({ events: [frame] }, null, 2),
    ])
      expect((await read(content)).tool).not.toBe('console');
  });
});

test('a flow file of mitmproxy is named, with the way to make a HAR file of it', async () => {
  const file = Buffer.concat([Buffer.from('1909:9:websocket;0:~8:response;5:bytes,'), Buffer.alloc(20)]);
  await expect(read(file)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('hardump=flows.har') as string,
  });
});
