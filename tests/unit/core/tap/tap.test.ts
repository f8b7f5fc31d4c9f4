import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { headersToPassOn } from '../../../../src/main/core/tap/admission.ts';
import type { RunningTap } from '../../../../src/main/core/tap/running-tap.ts';
import { connect, pair, startTarget, tapTo, type Ledger } from './support/tapped.ts';

describe('what goes in comes out', () => {
  test.each([false, true])(
    'in order and to the byte, both ways (compressed: %s)',
    async (perMessageDeflate) => {
      const { client, clientLedger, server, serverLedger } = await pair({}, { perMessageDeflate });
      const long = `ü😀${'x'.repeat(70_000)}`;
      const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, at) => at % 256));
      for (const [from, to] of [
        [client, serverLedger],
        [server, clientLedger],
      ] as const) {
        from.send('');
        from.send(Buffer.alloc(0));
        from.send(long);
        from.send(bytes);
        // A message in three fragments, the middle one empty.
        from.send('{"ty', { fin: false, compress: false });
        from.send('', { fin: false });
        from.send('pe":"NOTE"}', { fin: true });
        from.ping('once');
        from.send('last');
        await expect
          .poll(() => to.said.filter((one) => !('pong' in one)))
          .toEqual([
            { text: '' },
            { binary: '' },
            { text: long },
            { binary: bytes.toString('hex') },
            { text: '{"type":"NOTE"}' },
            { ping: 'once' },
            { text: 'last' },
          ]);
      }
    },
  );

  test('also a message of 16 MiB', async () => {
    const { client, server, clientLedger, serverLedger } = await pair();
    const big = JSON.stringify({ type: 'NOTE', text: 'y'.repeat(16 * 1024 * 1024) });
    client.send(big, { compress: false });
    await expect.poll(() => serverLedger.said.length).toBe(1);
    server.send(big);
    await expect.poll(() => clientLedger.said.length).toBe(1);
    for (const { said } of [serverLedger, clientLedger])
      expect(said[0] !== undefined && 'text' in said[0] && said[0].text === big).toBe(true);
  });

  test('pings are answered by the target itself', async () => {
    const target = await startTarget({ autoPong: false });
    const { url } = await tapTo(target.url);
    const { socket, ledger } = await connect(url);
    socket.ping('a');
    await expect.poll(() => target.ledgers[0]?.said).toEqual([{ ping: 'a' }]);
    expect(ledger.said).toEqual([]);
    target.sockets[0]?.pong('a');
    await expect.poll(() => ledger.said).toEqual([{ pong: 'a' }]);
  });

  test('with a connection, its generation and its direction in the record', async () => {
    const { client, server, clientLedger, frames, events, tap } = await pair();
    client.send('{"type":"HANDSHAKE"}');
    server.send('{"type":"HANDSHAKE_ACK"}');
    server.send(Buffer.from([1]));
    await expect.poll(() => clientLedger.said.length).toBe(2);
    await expect.poll(() => frames.length).toBe(2);
    expect(
      frames
        .map(({ direction, message, generation, sessionId, target }) => [
          direction,
          message?.type,
          generation,
          sessionId,
          target,
        ])
        .sort(),
    ).toEqual([
      ['in', 'HANDSHAKE_ACK', 1, tap.sessionId, 'dev'],
      ['out', 'HANDSHAKE', 1, tap.sessionId, 'dev'],
    ]);
    expect(new Set(frames.map(({ connectionId }) => connectionId)).size).toBe(1);
    expect(events.map(({ type }) => type)).toEqual(['connection.opening', 'connection.open', 'frame.binary']);
    expect(tap.status()).toMatchObject({
      connections: 1,
      open: 1,
      frames: { in: 2, out: 1 },
      bytes: { in: 25, out: 20 },
    });
  });
});

describe('an end', () => {
  const ends: [code: number | undefined, reason: string, seen: number][] = [
    [1000, 'done', 1000],
    [1001, '', 1001],
    [1011, 'a reason: ü', 1011],
    [1014, '', 1014],
    [3000, 'x'.repeat(123), 3000],
    [4999, '', 4999],
    [undefined, '', 1005],
  ];

  test.each(ends)('of the client with %s is the target’s', async (code, reason, seen) => {
    const { client, serverLedger, events } = await pair();
    client.send('before');
    client.close(code, reason);
    expect(await serverLedger.closed).toEqual([seen, reason]);
    expect(serverLedger.said).toEqual([{ text: 'before' }]);
    expect(events.at(-1)).toMatchObject({ type: 'connection.closed', fields: { code: seen, by: 'client' } });
  });

  test.each(ends)('of the target with %s is the client’s', async (code, reason, seen) => {
    const { server, clientLedger, events } = await pair();
    server.send('before');
    server.close(code, reason);
    expect(await clientLedger.closed).toEqual([seen, reason]);
    expect(clientLedger.said).toEqual([{ text: 'before' }]);
    expect(events.at(-1)).toMatchObject({ type: 'connection.closed', fields: { code: seen, by: 'target' } });
  });

  test('without a word is one without a word, either way', async () => {
    const first = await pair();
    first.client.terminate();
    expect(await first.serverLedger.closed).toEqual([1006, '']);
    const second = await pair();
    second.server.terminate();
    expect(await second.clientLedger.closed).toEqual([1006, '']);
  });

  const brokenOff: [what: string, bytes: Buffer | null][] = [
    ['a frame of no known kind', Buffer.from([0x83, 0])],
    ['a text that is none', Buffer.from([0x81, 2, 0xc3, 0x28])],
    ['nothing more', null],
  ];

  test.each(brokenOff)(
    'of a target that speaks with its answer to the upgrade, and then sends %s: the client gets what came before',
    async (_what, bytes) => {
      const target = await startTarget({}, (_socket, request) => {
        request.socket.write(Buffer.from([0x81, 5, ...Buffer.from('first')]));
        if (bytes === null) request.socket.destroySoon();
        else request.socket.write(bytes);
      });
      // One packet for all of it.
      target.server.on('headers', (_headers, request) => {
        request.socket.cork();
        setImmediate(() => request.socket.uncork());
      });
      const { url, frames } = await tapTo(target.url);
      // Compression takes a moment, in which the end comes; a subprotocol has the client join after it.
      for (const protocols of [[], ['a']]) {
        const { ledger } = await connect(url, { perMessageDeflate: true }, protocols);
        expect(await ledger.closed).toEqual([1006, '']);
        expect(ledger.said).toEqual([{ text: 'first' }]);
      }
      expect(frames.map(({ raw }) => raw)).toEqual(['first', 'first']);
    },
  );

  test('without a close has the target get what the client said before', async () => {
    const { client, serverLedger } = await pair({}, { perMessageDeflate: true });
    const said = Array.from({ length: 20 }, (_, at) => `${at} ${'word '.repeat(2_000)}`);
    for (const text of said.slice(0, -1)) client.send(text);
    await new Promise<void>((resolve) => client.send(said.at(-1) ?? '', () => resolve()));
    client.terminate();
    expect(await serverLedger.closed).toEqual([1006, '']);
    expect(serverLedger.said).toEqual(said.map((text) => ({ text })));
  });

  test('of the tap is told as that of a server that goes away', async () => {
    const { tap, clientLedger, serverLedger } = await pair();
    await tap.stop();
    expect(await clientLedger.closed).toEqual([1001, 'The tap stops']);
    expect(await serverLedger.closed).toEqual([1001, 'The tap stops']);
  });
});

describe('a target', () => {
  test('that is slow to answer gets what its client said meanwhile, the close included', async () => {
    const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<undefined>();
    const target = await startTarget({
      verifyClient: (_info, done) => void mayAnswer.then(() => done(true)),
    });
    const { url } = await tapTo(target.url);
    const { socket, ledger } = await connect(url);
    for (let at = 0; at < 5; at += 1) socket.send(`message ${at}`);
    socket.close(1000, 'over');
    expect(await ledger.closed).toEqual([1000, 'over']);
    answer(undefined);
    await expect.poll(() => target.ledgers.length).toBe(1);
    expect(await target.ledgers[0]?.closed).toEqual([1000, 'over']);
    expect(target.ledgers[0]?.said).toEqual([0, 1, 2, 3, 4].map((at) => ({ text: `message ${at}` })));
  });

  test('that is away is told to the client as such, which a client tries again after', async () => {
    const { url, events, tap } = await tapTo('ws://127.0.0.1:9/ws');
    const { ledger } = await connect(url);
    const [code, reason] = await ledger.closed;
    expect(code).toBe(1014);
    expect(reason).toContain('Nothing');
    expect(events.map(({ type }) => type)).toContain('connection.failed');
    expect(tap.status()).toMatchObject({ open: 0, problem: expect.stringContaining('Nothing') as string });
  });

  test('chooses the subprotocol, and sees who the client is, but not its cookies', async () => {
    const target = await startTarget({ handleProtocols: (offered) => [...offered].at(-1) ?? false });
    const { url } = await tapTo(target.url);
    const { socket } = await connect(
      url,
      { origin: 'https://meet.google.com', headers: { cookie: 'a=b', authorization: 'Bearer x' } },
      ['a', 'b'],
    );
    expect(socket.protocol).toBe('b');
    expect(target.headers[0]).toMatchObject({
      authorization: 'Bearer x',
      'ngrok-skip-browser-warning': '1',
    });
    for (const name of ['cookie', 'origin']) expect(target.headers[0]).not.toHaveProperty(name);
  });

  test('that does not read holds its client back, and gets all of it in the end', async () => {
    const { client, server, serverLedger, tap } = await pair();
    server.pause();
    const message = (at: number): string =>
      JSON.stringify({ type: 'NOTE', at, text: 'z'.repeat(1024 * 1024) });
    const sent = 44;
    for (let at = 0; at < sent; at += 1) client.send(message(at), { compress: false });
    const passed = (): number => tap.status().frames.out;
    await expect.poll(passed).toBeGreaterThanOrEqual(20);
    // What the tap holds, and what the system takes for a peer that does not read; the rest stays with the client.
    let before = -1;
    await expect
      .poll(
        () => {
          const isStill = passed() === before;
          before = passed();
          return isStill;
        },
        { interval: 300 },
      )
      .toBe(true);
    expect(passed()).toBeLessThan(sent);
    server.resume();
    await expect.poll(() => serverLedger.said.length).toBe(sent);
    expect(serverLedger.said.every((one, at) => 'text' in one && one.text === message(at))).toBe(true);
  });
});

describe('who is let in', () => {
  const statusFor = async (tap: RunningTap, headers: Record<string, string>): Promise<number> => {
    const request = httpRequest({
      host: '127.0.0.1',
      port: tap.port,
      path: '/ws',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      },
    });
    request.end();
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    request.on('error', reject);
    request.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      resolve(101);
    });
    return promise;
  };

  test.each<[string | undefined, number]>([
    [undefined, 101],
    ['https://meet.google.com', 101],
    ['https://zoom.us', 101],
    ['https://app.eu01.zoom.us', 101],
    ['https://teams.microsoft.com', 101],
    ['http://localhost:3000', 101],
    [`chrome-extension://${'abcdefghijklmnop'.repeat(2)}`, 403],
    [`chrome-extension://${'ponmlkjihgfedcba'.repeat(2)}`, 101],
    ['https://tester.example', 101],
    ['null', 403],
    ['https://evil.example', 403],
    ['https://meet.google.com.evil.example', 403],
    ['https://evilzoom.us', 403],
    ['http://meet.google.com', 403],
    ['chrome-extension://short', 403],
  ])('a page of %s: %d', async (origin, status) => {
    const target = await startTarget();
    const allowed = ['https://tester.example', `chrome-extension://${'ponmlkjihgfedcba'.repeat(2)}`];
    const { tap } = await tapTo(target.url, {}, allowed);
    expect(await statusFor(tap, origin === undefined ? {} : { origin })).toBe(status);
    expect(tap.status().refused).toBe(status === 403 ? 1 : 0);
  });

  test('an extension as soon as somebody lets it in, and no other one', async () => {
    const target = await startTarget();
    const { tap } = await tapTo(target.url);
    const origin = `chrome-extension://${'abcdefghijklmnop'.repeat(2)}`;
    expect(await statusFor(tap, { origin })).toBe(403);
    expect(tap.status()).toMatchObject({ refusedOrigin: origin });
    expect(tap.status().lastRefusal).toContain(origin);
    tap.allow(origin);
    expect(tap.status()).toMatchObject({ refusedOrigin: null, allowedOrigins: [origin] });
    expect(await statusFor(tap, { origin })).toBe(101);
    expect(await statusFor(tap, { origin: `chrome-extension://${'ponmlkjihgfedcba'.repeat(2)}` })).toBe(403);
  });

  test('by a name that leads here from elsewhere: nobody', async () => {
    const target = await startTarget();
    const { tap } = await tapTo(target.url);
    expect(await statusFor(tap, { host: `rebound.example:${tap.port}` })).toBe(403);
    expect(await statusFor(tap, { host: `localhost:${tap.port}` })).toBe(101);
  });
});

test('a target elsewhere is told the page, one on this machine is not', () => {
  const request = {
    headers: { origin: 'https://meet.google.com', cookie: 'a=b', 'x-own': '1' },
  } as unknown as IncomingMessage;
  const elsewhere = headersToPassOn(request, 'wss://host.example/ws');
  expect(elsewhere).toEqual({ origin: 'https://meet.google.com', 'x-own': '1' });
  expect(headersToPassOn(request, 'ws://[::1]:8080/ws')).toEqual({ 'x-own': '1' });
});

describe('a fault on the way', () => {
  test('drops what it should, and says so in the record', async () => {
    const { client, clientLedger, server, serverLedger, frames } = await pair({ drop: 1 });
    client.send('{"type":"A"}');
    server.send('{"type":"B"}');
    await expect
      .poll(() => frames.map(({ reason }) => reason))
      .toEqual(Array(2).fill(expect.stringContaining('dropped')));
    expect([...serverLedger.said, ...clientLedger.said]).toEqual([]);
  });

  test('sends twice, in another order, or late, and loses nothing', async () => {
    const texts = (ledger: Ledger): unknown[] => ledger.said.map((one) => ('text' in one ? one.text : one));
    const twice = await pair({ duplicate: 1 });
    twice.client.send('a');
    await expect.poll(() => texts(twice.serverLedger)).toEqual(['a', 'a']);
    const turned = await pair({ reorder: true });
    for (const text of ['a', 'b', 'c']) turned.client.send(text);
    turned.client.close(1000);
    await turned.serverLedger.closed;
    expect(texts(turned.serverLedger)).toEqual(['b', 'a', 'c']);
    const late = await pair({ delayMs: 50 });
    for (const text of ['a', 'b']) late.client.send(text);
    late.client.close(4000, 'late');
    expect(await late.serverLedger.closed).toEqual([4000, 'late']);
    expect(texts(late.serverLedger)).toEqual(['a', 'b']);
  });

  test('closes both sides with a code', async () => {
    const { clientLedger, serverLedger } = await pair({ close: { code: 1011, afterSec: 0.05 } });
    expect(await clientLedger.closed).toEqual([1011, '']);
    expect(await serverLedger.closed).toEqual([1011, '']);
  });

  test('leaves a connection half open: nothing passes and nobody is told', async () => {
    const { client, server, clientLedger, serverLedger, frames } = await pair({ halfOpenSec: 0 });
    client.send('{"type":"A"}');
    server.send('{"type":"B"}');
    // A second connection goes through the same process later, so what was sent before it has had its time.
    const other = await pair();
    other.client.send('x');
    await expect.poll(() => other.serverLedger.said.length).toBe(1);
    expect([...clientLedger.said, ...serverLedger.said, ...frames]).toEqual([]);
    expect([client.readyState, server.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
  });
});
