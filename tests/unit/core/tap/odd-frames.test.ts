import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { codeAnd, noMask, rawClient, silentTarget } from './support/raw-peers.ts';
import { connect, startTarget, tapTo } from './support/tapped.ts';

/** A frame as it stands on the wire; what a client sends has a mask, which changes nothing here. */
function frame(first: number, payload: Buffer | string, from: 'client' | 'target'): Buffer {
  const data = Buffer.from(payload as string);
  const mark = from === 'client' ? 0x80 : 0;
  const length =
    data.length < 126 ? [mark | data.length] : [mark | 126, data.length >> 8, data.length & 0xff];
  return Buffer.concat([Buffer.from([first, ...length]), from === 'client' ? noMask : Buffer.alloc(0), data]);
}

type Side = 'client' | 'target';
const other = (side: Side): Side => (side === 'client' ? 'target' : 'client');
const kinds: [what: string, bytes: (from: Side) => Buffer, code: number, why: string][] = [
  ['with reserved bits', (from) => frame(0xb1, 'x', from), 1002, 'RSV2 and RSV3 must be clear'],
  ['compressed, which nobody agreed on', (from) => frame(0xc1, 'x', from), 1002, 'RSV1 must be clear'],
  ['of a reserved kind of data', (from) => frame(0x83, '', from), 1002, 'invalid opcode 3'],
  ['of a reserved kind of control', (from) => frame(0x8b, '', from), 1002, 'invalid opcode 11'],
  ['of control, in fragments', (from) => frame(0x09, 'x', from), 1002, 'FIN must be set'],
  [
    'of control, longer than 125 bytes',
    (from) => frame(0x89, 'x'.repeat(126), from),
    1002,
    'invalid payload length 126',
  ],
  ['that continues nothing', (from) => frame(0x80, 'x', from), 1002, 'invalid opcode 0'],
  [
    'that begins amid a message',
    (from) => Buffer.concat([frame(0x01, 'x', from), frame(0x81, 'y', from)]),
    1002,
    'invalid opcode 1',
  ],
  ['of text that is none', (from) => frame(0x81, Buffer.from([0xc3, 0x28]), from), 1007, 'invalid UTF-8'],
  [
    'of text that is none across fragments',
    (from) => Buffer.concat([frame(0x01, Buffer.from([0xf0, 0x9f]), from), frame(0x80, 'x', from)]),
    1007,
    'invalid UTF-8',
  ],
  ['with the mask of the other side', (from) => frame(0x81, 'x', other(from)), 1002, 'MASK must be'],
  [
    'of 2^53 bytes and more',
    (from) => Buffer.from([0x81, from === 'client' ? 0xff : 0x7f, 0xff, 0, 0, 0, 0, 0, 0, 0]),
    1009,
    'Unsupported WebSocket frame',
  ],
  [
    'of more than 128 MiB',
    (from) => Buffer.from([0x82, from === 'client' ? 0xff : 0x7f, 0, 0, 0, 0, 8, 0, 0, 1]),
    1009,
    'Max payload size exceeded',
  ],
];

describe('a frame that no WebSocket may send', () => {
  test.each(kinds)(
    'from the client, %s, ends the target’s side after what was said, and is told',
    async (_what, bytes, code, why) => {
      const target = await startTarget();
      const { tap, events } = await tapTo(target.url);
      const { socket, heard } = await rawClient(tap.port);
      socket.write(Buffer.concat([frame(0x81, 'one', 'client'), bytes('client')]));
      await expect.poll(() => target.ledgers.length).toBe(1);
      expect(await target.ledgers[0]?.closed).toEqual([1006, '']);
      expect(target.ledgers[0]?.said).toEqual([{ text: 'one' }]);
      await expect
        .poll(() => events.find(({ type }) => type === 'connection.closed'))
        .toMatchObject({
          fields: { code: 1006, by: 'client' },
          reason: expect.stringContaining(why) as string,
        });
      await expect.poll(() => heard().subarray(-2)).toEqual(codeAnd(code));
      await expect.poll(() => tap.status().open).toBe(0);
    },
  );

  test.each(kinds)(
    'from the target, %s, ends the client’s side after what was said, and is told',
    async (_what, bytes, _code, why) => {
      const target = await silentTarget(Buffer.concat([frame(0x81, 'one', 'target'), bytes('target')]));
      const { tap, url, events } = await tapTo(target.url);
      const { ledger } = await connect(url);
      expect(await ledger.closed).toEqual([1006, '']);
      expect(ledger.said).toEqual([{ text: 'one' }]);
      await expect
        .poll(() => events.find(({ type }) => type === 'connection.closed'))
        .toMatchObject({
          fields: { code: 1006, by: 'target' },
          reason: expect.stringContaining(why) as string,
        });
      await expect.poll(() => tap.status().open).toBe(0);
    },
  );
});

test('a ping amid the fragments of a message goes before it, and the message is whole', async () => {
  const target = await startTarget();
  const { tap } = await tapTo(target.url);
  const { socket } = await rawClient(tap.port);
  socket.write(
    Buffer.concat([
      frame(0x01, Buffer.from([0xe2, 0x82]), 'client'),
      frame(0x89, 'amid', 'client'),
      frame(0x80, Buffer.from([0xac]), 'client'),
    ]),
  );
  await expect.poll(() => target.ledgers[0]?.said).toEqual([{ ping: 'amid' }, { text: '€' }]);
});

test('two clients at once have a connection each, and neither hears of the other’s end', async () => {
  const target = await startTarget({}, (socket) => {
    socket.on('message', (data: Buffer) => socket.send(`back ${data.toString()}`));
  });
  const { tap, url } = await tapTo(target.url);
  const clients = await Promise.all([connect(url), connect(url, { perMessageDeflate: false })]);
  const [first, second] = clients;
  for (const [at, { socket }] of clients.entries()) socket.send(`${at}`);
  for (const [at, { ledger }] of clients.entries())
    await expect.poll(() => ledger.said).toEqual([{ text: `back ${at}` }]);
  first.socket.close(4321, 'gone');
  expect(await first.ledger.closed).toEqual([4321, 'gone']);
  second.socket.send('still');
  await expect.poll(() => second.ledger.said).toEqual([{ text: 'back 1' }, { text: 'back still' }]);
  expect(tap.status()).toMatchObject({ connections: 2, open: 1 });
});

describe('a request that no WebSocket begins with', () => {
  /** What comes back, to the end of the connection. */
  async function answerTo(port: number, lines: readonly string[]): Promise<string> {
    const socket = connectTcp(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    let heard = '';
    socket.setEncoding('utf8').on('data', (text: string) => (heard += text));
    socket.on('error', () => undefined);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await once(socket, 'close');
    return heard;
  }
  const head = ['Host: localhost', 'Connection: Upgrade'];
  const key = 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';

  test.each<[what: string, lines: string[], status: string, isRefused: boolean]>([
    [
      'a short key',
      [
        'GET /ws HTTP/1.1',
        ...head,
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: abc',
      ],
      '400',
      true,
    ],
    ['no key', ['GET /ws HTTP/1.1', ...head, 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'], '400', true],
    [
      'another version',
      ['GET /ws HTTP/1.1', ...head, 'Upgrade: websocket', key, 'Sec-WebSocket-Version: 7'],
      '400',
      true,
    ],
    [
      'another method',
      ['POST /ws HTTP/1.1', ...head, 'Upgrade: websocket', key, 'Sec-WebSocket-Version: 13'],
      '400',
      true,
    ],
    [
      'another protocol',
      ['GET /ws HTTP/1.1', ...head, 'Upgrade: h2c', key, 'Sec-WebSocket-Version: 13'],
      '400',
      true,
    ],
    [
      'an offer of compression that nobody understands',
      [
        'GET /ws HTTP/1.1',
        ...head,
        'Upgrade: websocket',
        key,
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
      ],
      '400',
      false,
    ],
    ['no wish to upgrade', ['GET /health HTTP/1.1', 'Host: localhost', 'Connection: close'], '426', false],
  ])(
    '(%s) is answered, keeps no connection, and leaves the tap as it was',
    async (_what, lines, status, isRefused) => {
      const target = await startTarget();
      const { tap, url, events } = await tapTo(target.url);
      expect(await answerTo(tap.port, lines)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      await expect.poll(() => tap.status().open).toBe(0);
      await expect
        .poll(() => target.sockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED))
        .toEqual([]);
      expect(tap.status().refused).toBe(isRefused ? 1 : 0);
      expect(events.filter(({ type }) => type === 'tap.refused')).toHaveLength(isRefused ? 1 : 0);
      const { socket } = await connect(url);
      socket.send('still here');
      await expect.poll(() => target.ledgers.at(-1)?.said).toEqual([{ text: 'still here' }]);
    },
  );

  test('(one whose client leaves while its target is asked for a subprotocol) leaves nothing open', async () => {
    const asked = Promise.withResolvers<(isFine: boolean) => void>();
    const target = await startTarget({ verifyClient: (_info, done) => asked.resolve(done) });
    const { tap, events } = await tapTo(target.url);
    const client = new WebSocket(`ws://127.0.0.1:${tap.port}/ws`, ['a']);
    client.on('error', () => undefined);
    const answer = await asked.promise;
    client.terminate();
    answer(true);
    await expect.poll(() => tap.status().open).toBe(0);
    await expect
      .poll(() => events.find(({ type }) => type === 'connection.closed'))
      .toMatchObject({ fields: { code: 1006, by: 'client' } });
    await expect
      .poll(() => target.sockets.filter(({ readyState }) => readyState !== WebSocket.CLOSED))
      .toEqual([]);
  });
});
