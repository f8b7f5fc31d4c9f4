import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  findLayout,
  readEventTexts,
  type CapturedConnection,
} from '../../../../src/main/core/event-text/event-text.ts';
import { makeTemporaryFolder } from '../../../support/temporary-folder.ts';
import { wordsOf } from '../../../../src/shared/words/all-words.ts';

type Line = { t_ms: number; dir: string; conn: string; raw: string; binary?: true; facts?: object };

async function read(content: string | Buffer) {
  const path = join(await makeTemporaryFolder(), 'capture');
  await writeFile(path, content);
  const layout = await findLayout(path);
  const lines: (Line | string)[] = [];
  const connections: CapturedConnection[] = [];
  for await (const texts of readEventTexts(path, layout, (connection) => connections.push(connection)))
    lines.push(
      ...texts.map((entry) =>
        entry.text === null ? wordsOf(entry.problem) : (JSON.parse(entry.text) as Line),
      ),
    );
  const shown = lines.map((line) =>
    typeof line === 'string' ? line : [line.t_ms, line.dir, line.conn, line.raw],
  );
  return { tool: layout.kind === 'capture' ? layout.tool : layout.kind, lines, shown, connections };
}

const atMs = Date.parse('2026-01-05T10:00:00Z');
const hello = '{"type":"HANDSHAKE"}';
const ack = '{"type":"HANDSHAKE_ACK"}';
/** What the packets say, in whichever form tshark writes them. */
const packetsSaid = [
  [atMs + 1_250, 'out', '3', '{"type":"HANDSHAKE","v":"grüße \\n"}'],
  [atMs + 1_500, 'in', '3', ack],
  [atMs + 1_500, 'in', '3', '{"type":"NOTE"}'],
  [atMs + 1_750, 'out', '3', '{"type":"NOTE","n":3}'],
  [atMs + 2_000, 'in', '3', 'AAEC'],
];
/** The beginning of an archive, whose first file has this name. */
const zipOf = (name: string): Buffer =>
  Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(26), Buffer.from(name)]);
const jsonl = (objects: readonly object[]): string => objects.map((one) => JSON.stringify(one)).join('\n');

test.each([undefined, 4])(
  'a session that Charles wrote as JSON is read by connection (indented by %s)',
  async (space) => {
    const transaction = (path: string, webSocketMessages: object[]): object => ({
      status: 'COMPLETE',
      method: 'GET',
      protocolVersion: 'HTTP/1.1',
      scheme: 'https',
      host: 'host.example',
      actualPort: 443,
      path,
      times: { start: '2026-01-05T10:00:00Z', end: '2026-01-05T10:00:09Z' },
      webSocketMessages,
      request: { header: { headers: [{ name: 'Host', value: 'host.example' }] }, body: { text: '"data"' } },
      response: { status: 101 },
    });
    const session = [
      transaction('/', []),
      transaction('/ws', [
        { type: 'Send', time: '2026-01-05T10:00:01+00:00', opcode: 1, data: hello, binary: false },
        { type: 'Receive', time: '2026-01-05T10:00:01.250+00:00', opcode: 1, data: ack, binary: false },
        { type: 'Receive', time: '2026-01-05T10:00:02+00:00', opcode: 2, data: 'AAEC', binary: true },
      ]),
      transaction('/other', [{ type: 'Receive', opcode: 'TEXT', data: ack }]),
    ];
    const { tool, shown, lines, connections } = await read(JSON.stringify(session, null, space));
    expect(tool).toBe('charles');
    expect(shown).toEqual([
      [atMs + 1_000, 'out', '2', hello],
      [atMs + 1_250, 'in', '2', ack],
      [atMs + 2_000, 'in', '2', 'AAEC'],
      [atMs, 'in', '3', ack],
    ]);
    expect(lines[2]).toMatchObject({ binary: true });
    expect(connections).toEqual([
      { conn: '2', url: 'wss://host.example/ws' },
      { conn: '3', url: 'wss://host.example/other' },
    ]);
  },
);

test('a session of Charles without messages says so', async () => {
  const { shown } = await read(JSON.stringify([{ host: 'a', actualPort: 80, webSocketMessages: [] }]));
  expect(shown).toEqual(['no transaction of the file has a WebSocket message']);
});

describe('messages that a tool notes as objects', () => {
  test('alone, as a browser lists them of a connection', async () => {
    const messages = [
      { type: 'send', time: atMs / 1_000, opcode: 1, data: hello },
      { type: 'receive', time: atMs / 1_000 + 0.5, opcode: 1, data: ack },
    ];
    for (const content of [JSON.stringify(messages), JSON.stringify(messages, null, 2), jsonl(messages)]) {
      const { tool, shown } = await read(content);
      expect([tool, shown]).toEqual([
        'messages',
        [
          [atMs, 'out', '1', hello],
          [atMs + 500, 'in', '1', ack],
        ],
      ]);
    }
  });

  test('in other words, with a message that was parsed', async () => {
    const { tool, shown } = await read(
      jsonl([
        { direction: 'outgoing', timestamp: atMs, payload: hello },
        { direction: 'incoming', timestamp: '2026-01-05T10:00:01Z', payload: { type: 'HANDSHAKE_ACK' } },
        { direction: 'incoming', timestamp: atMs, note: 'nothing said' },
      ]),
    );
    expect(tool).toBe('messages');
    expect(shown).toEqual([
      [atMs, 'out', '1', hello],
      [atMs + 1_000, 'in', '1', ack],
      'it is not a message with a direction',
    ]);
  });

  test('by Insomnia, among what else it notes of a connection', async () => {
    const of = (more: object): object => ({
      _id: 'ws-event_1',
      requestId: 'ws-req_a',
      timestamp: atMs,
      ...more,
    });
    const { tool, shown } = await read(
      jsonl([
        of({ type: 'open' }),
        of({ type: 'message', direction: 'OUTGOING', data: hello }),
        of({ type: 'message', direction: 'INCOMING', data: ack, timestamp: atMs + 40 }),
        of({ type: 'close', code: 1000, reason: '' }),
      ]),
    );
    expect(tool).toBe('messages');
    expect(shown).toEqual([
      [atMs, 'out', '1', hello],
      [atMs + 40, 'in', '1', ack],
    ]);
  });

  test('by a browser for its tools, wrapped by Selenium or not', async () => {
    const event = (method: string, params: object): object => ({
      method,
      params: { requestId: '77.1', ...params },
    });
    const events = [
      event('Network.webSocketCreated', { url: 'wss://host.example/ws' }),
      event('Network.requestWillBeSent', {}),
      event('Network.webSocketFrameSent', {
        timestamp: 812.5,
        response: { opcode: 1, mask: true, payloadData: hello },
      }),
      event('Network.webSocketFrameReceived', {
        timestamp: 812.75,
        response: { opcode: 1, payloadData: ack },
      }),
    ];
    const plain = await read(jsonl(events));
    expect([plain.tool, plain.connections]).toEqual([
      'messages',
      [{ conn: '1', url: 'wss://host.example/ws' }],
    ]);
    expect(plain.shown).toEqual([
      [812_500, 'out', '1', hello],
      [812_750, 'in', '1', ack],
    ]);
    const wrapped = events.map((message, at) => ({
      level: 'INFO',
      message: JSON.stringify({ message, webview: 'A' }),
      timestamp: atMs + at,
    }));
    expect((await read(JSON.stringify(wrapped))).shown).toEqual([
      [atMs + 2, 'out', '1', hello],
      [atMs + 3, 'in', '1', ack],
    ]);
  });

  test('is none of them when it is a file of ours', async () => {
    for (const one of [
      { t_ms: 0, dir: 'in', conn: 'A', raw: ack },
      { t_ms: 0, event_type: 'HANDSHAKE_ACK', data: {}, source: 'server', session_id: 'a' },
    ])
      for (const content of [JSON.stringify([one]), jsonl([one, one])])
        expect((await read(content)).tool).not.toBe('messages');
  });
});

describe('what Wireshark tells', () => {
  // As tshark 4.0 writes it, names that come twice included.
  const packet = (epoch: string, frames: string): string =>
    `  {
    "_index": "packets-2026-01-05",
    "_type": "doc",
    "_score": null,
    "_source": {
      "layers": {
        "frame": { "frame.time": "Jan  5, 2026 10:00:01.250000000 UTC", "frame.time_epoch": "${epoch}" },
        "tcp": { "tcp.srcport": "51234", "tcp.stream": "3" },
        ${frames}
      }
    }
  }`;
  const frame = (fin: 0 | 1, opcode: number, mask: 0 | 1, text: string | null): string =>
    `"websocket": { "websocket.fin": "${fin}", "websocket.rsv": "0x00", "websocket.opcode": "${opcode}", "websocket.mask": "${mask}",
          "websocket.payload": ${text === null ? '""' : `{ "websocket.payload.text": ${JSON.stringify(text)} }`} }`;

  test('of packets, as JSON: each message, also several of a packet and one in fragments', async () => {
    const { tool, shown, lines } = await read(
      `[\n${[
        packet('1767607201.250000000', frame(1, 1, 1, '{"type":"HANDSHAKE","v":"grüße \\n"}')),
        packet(
          '1767607201.500000000',
          `${frame(1, 1, 0, ack)}, "data-text-lines": { "x": "" }, ${frame(1, 1, 0, '{"type":"NOTE"}')}`,
        ),
        packet(
          '2026-01-05T10:00:01.750000000Z',
          `${frame(0, 1, 1, null)}, ${frame(1, 0, 1, '{"type":"NOTE","n":3}')}`,
        ),
        packet(
          '1767607202.000000000',
          `${frame(1, 2, 0, null)}, "data": { "data.data": "00:01:02", "data.len": "3" }`,
        ),
        packet('1767607202.250000000', frame(1, 9, 1, null)),
        packet('1767607202.500000000', frame(1, 1, 0, null)),
      ].join(',\n')}\n]`,
    );
    expect(tool).toBe('tshark');
    expect(shown).toEqual([...packetsSaid, expect.stringContaining('does not show what the message says')]);
    expect(lines[4]).toMatchObject({ binary: true });
  });

  test('of packets, as lines for Elasticsearch (-T ek)', async () => {
    const ek = (epoch: string, websocket: object | object[], more: object = {}): string =>
      `{"index":{"_index":"packets-2026-01-05","_type":"doc"}}\n${JSON.stringify({
        timestamp: '1767607201250',
        layers: {
          frame: { frame_frame_time_epoch: epoch, frame_frame_protocols: 'ip:tcp:http:websocket' },
          tcp: { tcp_tcp_stream: '3' },
          websocket,
          ...more,
        },
      })}`;
    const part = (fin: boolean, opcode: string, mask: boolean, said: object = {}): object => ({
      websocket_websocket_fin: fin,
      websocket_websocket_opcode: opcode,
      websocket_websocket_mask: mask,
      websocket_websocket_payload: null,
      ...said,
    });
    const saying = (text: string): object => ({ websocket_websocket_payload_text: text });
    const { tool, shown, lines } = await read(
      [
        ek('1767607201.250000000', part(true, '1', true, saying('{"type":"HANDSHAKE","v":"grüße \\n"}'))),
        ek('1767607201.500000000', [
          part(true, '1', false, saying(ack)),
          part(true, '1', false, saying('{"type":"NOTE"}')),
        ]),
        ek('1767607201.750000000', [
          part(false, '1', true),
          part(true, '0', true, saying('{"type":"NOTE","n":3}')),
        ]),
        // What two binary messages of a packet hold stands behind both.
        ek('1767607202.000000000', [part(true, '2', false), part(true, '2', false)], {
          data: [
            { data_data_data: '00:01:02', data_data_len: '3' },
            { data_data_data: '03:04:05', data_data_len: '3' },
          ],
        }),
        ek('1767607202.250000000', part(true, '9', true)),
      ].join('\n'),
    );
    expect(tool).toBe('tshark');
    expect(shown).toEqual([...packetsSaid, [atMs + 2_000, 'in', '3', 'AwQF']]);
    expect(lines[5]).toMatchObject({ binary: true });
  });

  test.each([
    ['chosen values', { 'websocket.mask': ['1'], 'websocket.payload.text': [hello] }],
    ['hexadecimal numbers', { websocket_raw: '8115', 'websocket.fin_raw': '01' }],
  ])('of packets as %s is not taken for all of it', async (_what, layers) => {
    const { shown } = await read(
      JSON.stringify([{ _index: 'packets-2026-01-05', _source: { layers } }], null, 2),
    );
    expect(shown).toEqual([expect.stringContaining('does not show what the message says')]);
  });

  test('of a stream that it followed, with a message of two lines', async () => {
    const ruler = '='.repeat(67);
    const note = '{"type":"NOTE",\n"n":4}';
    const { tool, shown } = await read(
      `\n${ruler}\nFollow: websocket,ascii\nFilter: tcp.stream eq 0\nNode 0: 127.0.0.1:51234\nNode 1: 127.0.0.1:8080\n` +
        `${hello.length}\n${hello}\n\t${ack.length}\n${ack}\n\t${note.length}\n${note}\n${ruler}\n`,
    );
    expect(tool).toBe('follow');
    expect(shown).toEqual([
      [0, 'out', '1', hello],
      [1, 'in', '1', ack],
      [2, 'in', '1', note],
    ]);
  });
});

test.each([
  ['docker compose', 'scrumbot-1  | ', 'scrumbot-1'],
  ['docker compose, of PM2', 'scrumbot-1  | 0|scrum | ', '0|scrum'],
  ['kubectl', '[pod/scrumbot-7c9/app] ', 'scrumbot-7c9'],
  ['the journal', 'Jan 05 10:00:00 host uvicorn[812]: ', '1'],
])('a log of a service behind the marks of %s tells the server’s side', async (_what, mark, conn) => {
  const { tool, shown } = await read(
    [
      `${mark}2026-01-05T10:00:00Z INFO listening`,
      `${mark}2026-01-05T10:00:00Z INFO Received message: {"type":"X"}`,
      `${mark}2026-01-05T10:00:01Z INFO Sending {"type":"Y"}`,
    ].join('\n'),
  );
  expect([tool, shown]).toEqual([
    'pm2',
    [
      [atMs, 'out', conn, '{"type":"X"}'],
      [atMs + 1_000, 'in', conn, '{"type":"Y"}'],
    ],
  ]);
});

test.each([
  ['a day and a zone', (at: number) => `2026-01-05T10:00:0${at}+0000 `],
  ['brackets', (at: number) => `[2026-01-05 10:00:0${at}.000Z] `],
  ['a library', (at: number) => `2026-01-05T10:00:0${at}Z websockets.client: `],
])('what a terminal showed behind a time (with %s) tells the direction by its marks', async (_what, time) => {
  // Of a type that either side may say.
  const { tool, shown, lines } = await read(
    [`${time(0)}Connected`, `${time(1)}> {"type":"NOTE"}`, `${time(2)}< {"type":"NOTE","n":1}`].join('\n'),
  );
  expect([tool, shown]).toEqual([
    'console',
    [
      [atMs + 1_000, 'out', '1', '{"type":"NOTE"}'],
      [atMs + 2_000, 'in', '1', '{"type":"NOTE","n":1}'],
    ],
  ]);
  expect(lines.every((line) => typeof line === 'object' && line.facts === undefined)).toBe(true);
});

test.each([
  ['wscat', 'Connected (press CTRL+C to quit)\nDisconnected (code: 1006, reason: "")\n'],
  ['websocat', '[INFO  websocat::ws_client_peer] get_ws_client_peer\n'],
  [
    'Wireshark',
    JSON.stringify([{ _index: 'packets-2026-01-05', _source: { layers: { tcp: { 'tcp.stream': '0' } } } }]),
  ],
  ['Wireshark', '{"index":{"_index":"packets-2026-01-05"}}\n{"timestamp":"1","layers":{"tcp":{}}}'],
  ['DevTools', jsonl([{ method: 'Network.requestWillBeSent', params: { requestId: '1' } }])],
])('a capture of %s in which nobody says anything says so', async (_what, content) => {
  const { shown } = await read(content);
  expect(shown).toEqual([expect.stringMatching(/^no (message stands in it|packet of the file has)/)]);
});

test.each<[what: string, content: string | Buffer, words: string]>([
  [
    'Burp',
    '<?xml version="1.0"?>\n<!DOCTYPE items [\n<!ELEMENT items (item*)>\n]>\n<items burpVersion="2025.1">',
    'an export of Burp',
  ],
  ['Fiddler', zipOf('raw/'), 'Fiddler (.saz); export it there as HTTPArchive (HAR)'],
  ['another ZIP', zipOf('abc/'), 'a ZIP archive; unpack it first'],
  [
    'Chrome’s network log',
    '{"constants":{"activeFieldTrialGroups":[]},\n"events":[]}',
    'open the developer tools (F12) before the meeting',
  ],
  [
    'Wireshark in XML',
    '<?xml version="1.0"?>\n<?xml-stylesheet href="pdml2html.xsl"?>\n<pdml version="0">',
    '-T json',
  ],
  [
    'Wireshark in lines',
    '    6   1.250000    127.0.0.1 → 127.0.0.2    WebSocket 83 WebSocket Text [FIN] [MASKED]\n',
    'a list of packets without what they say',
  ],
  ['Charles', Buffer.from('aced0005737200', 'hex'), 'JSON Session File (.chlsj)'],
  [
    'Postman',
    '{"info":{"_postman_id":"a","name":"x","schema":"https://schema.getpostman.com/json/collection/v2.1.0/collection.json"}}',
    'a collection of Postman',
  ],
  ['Insomnia', '{"_type":"export","__export_format":4,"resources":[]}', 'an export of Insomnia'],
  ['Insomnia 11', 'type: collection.insomnia.rest/5.0\nname: x\n', 'an export of Insomnia'],
  [
    'socat',
    '> 2026/01/05 10:00:00.123456  length=181 from=0 to=180\nGET /ws HTTP/1.1\\r\n',
    'what socat -v showed',
  ],
  ['a capture of packets', Buffer.from('0a0d0d0a1c000000', 'hex'), 'tshark -r FILE -Y websocket -T json'],
])('a file of %s that holds no messages is named, with what to do', async (_what, content, words) => {
  await expect(read(content)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining(words) as string,
  });
});
