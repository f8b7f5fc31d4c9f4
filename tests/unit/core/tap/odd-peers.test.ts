import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { promptly } from '../../../support/machine/promptly.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';
import { pair, startTarget, tapTo } from './support/tapped.ts';

const upgrade =
  'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
// Of what clients send, masked with zeros, which change nothing.
const noMask = Buffer.alloc(4);

/** A close frame of a client, whatever it holds. */
function closeFrame(payload: Buffer): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x88, ...length]), noMask, payload]);
}

const codeAnd = (code: number, reason = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);

/** A client that speaks no more than it is told to, and what it heard. */
async function rawClient(port: number): Promise<{ socket: Socket; heard: () => Buffer }> {
  const socket = connectTcp(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  const parts: Buffer[] = [];
  socket.on('data', (part) => parts.push(part));
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(upgrade);
  const heard = (): Buffer => Buffer.concat(parts);
  await expect.poll(() => heard().toString('latin1')).toContain('101 Switching Protocols');
  return { socket, heard };
}

/** A server that takes a WebSocket and says nothing ever after, and what it heard. */
async function silentTarget(): Promise<{ url: string; heard: () => Buffer; left: Promise<unknown> }> {
  const parts: Buffer[] = [];
  const left = Promise.withResolvers<undefined>();
  const server = createServer((socket) => {
    socket.on('end', () => left.resolve(undefined));
    onTestFinished(() => void socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      parts.push(part);
      const key = /sec-websocket-key: (\S+)/i.exec(part.toString('latin1'))?.[1];
      if (key === undefined) return;
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}/ws`, heard: () => Buffer.concat(parts), left: left.promise };
}

describe('a close that no WebSocket may send', () => {
  test.each([
    ['with 1005', codeAnd(1005), 'invalid status code 1005'],
    ['with 1006', codeAnd(1006), 'invalid status code 1006'],
    ['with 999', codeAnd(999), 'invalid status code 999'],
    ['with half a code', Buffer.from([3]), 'invalid payload length 1'],
    ['with a reason of 124 bytes', codeAnd(4000, 'x'.repeat(124)), 'invalid payload length 126'],
    ['with a reason that is no text', Buffer.from([0x0f, 0xa0, 0xff]), 'invalid UTF-8'],
  ])(
    '%s ends the target’s side without a word, after what was said, and is told',
    async (_what, payload, why) => {
      const target = await startTarget();
      const { tap, events } = await tapTo(target.url);
      const { socket, heard } = await rawClient(tap.port);
      socket.write(
        Buffer.concat([Buffer.from([0x81, 0x83]), noMask, Buffer.from('one'), closeFrame(payload)]),
      );
      await expect.poll(() => target.ledgers.length).toBe(1);
      expect(await target.ledgers[0]?.closed).toEqual([1006, '']);
      expect(target.ledgers[0]?.said).toEqual([{ text: 'one' }]);
      await expect.poll(() => events.map(({ type }) => type)).toContain('connection.closed');
      expect(events.find(({ type }) => type === 'connection.closed')).toMatchObject({
        fields: { code: 1006, by: 'client' },
        reason: expect.stringContaining(why) as string,
      });
      // The client hears that it broke the protocol (1002), or said what is no text (1007).
      const said = why.includes('UTF-8') ? codeAnd(1007) : codeAnd(1002);
      await expect.poll(() => heard().subarray(-2)).toEqual(said);
    },
  );
});

describe('a peer that says nothing more', () => {
  test('as a target still gets what its client says, the close included, and the client its own', async () => {
    const target = await silentTarget();
    const { tap, events } = await tapTo(target.url);
    const { socket, heard } = await rawClient(tap.port);
    socket.write(Buffer.concat([Buffer.from([0x81, 0x83]), noMask, Buffer.from('one')]));
    socket.write(closeFrame(codeAnd(4001, 'bye')));
    // Its own frames have a mask of the tap's, which stands before what they hold.
    await expect
      .poll(() => unmasked(target.heard()).map(String))
      .toEqual(['one', String(codeAnd(4001, 'bye'))]);
    await expect.poll(() => heard().subarray(-7)).toEqual(Buffer.from([0x88, 5, ...codeAnd(4001, 'bye')]));
    await expect
      .poll(() => events.find(({ type }) => type === 'connection.closed'))
      .toMatchObject({ fields: { code: 4001, by: 'client', closeReason: 'bye' } });
  });

  test('as a client is told how its target ended, and the target that it is heard', async () => {
    const target = await startTarget();
    const { tap, events } = await tapTo(target.url);
    const { heard } = await rawClient(tap.port);
    await expect.poll(() => target.sockets.length).toBe(1);
    target.sockets[0]?.send('one');
    target.sockets[0]?.close(1011, 'no more');
    expect(await target.ledgers[0]?.closed).toEqual([1011, 'no more']);
    const said = Buffer.from([0x81, 3, ...Buffer.from('one'), 0x88, 9, ...codeAnd(1011, 'no more')]);
    await expect.poll(() => heard().subarray(-said.length)).toEqual(said);
    await expect
      .poll(() => events.find(({ type }) => type === 'connection.closed'))
      .toMatchObject({ fields: { code: 1011, by: 'target' } });
  });

  test.each(['its client', 'a fault'])('loses its connection soon after %s has closed it', async (who) => {
    const clock = createFakeClock();
    const target = await silentTarget();
    const faults = who === 'a fault' ? { close: { code: 1011, afterSec: 5 } } : {};
    const { tap, events } = await tapTo(target.url, faults, [], clock);
    const { socket } = await rawClient(tap.port);
    await expect.poll(() => events.map(({ type }) => type)).toContain('connection.open');
    if (who === 'its client') socket.write(closeFrame(codeAnd(4001, 'bye')));
    const over = promptly(target.left).finally(() => clearInterval(ticking));
    const ticking = setInterval(() => void clock.advance(1_000), 20);
    await over;
    const code = who === 'a fault' ? codeAnd(1011) : codeAnd(4001, 'bye');
    expect(unmasked(target.heard()).map(String)).toEqual([String(code)]);
  });

  test('does not keep a tap from stopping', async () => {
    const target = await silentTarget();
    const { tap } = await tapTo(target.url);
    const { heard } = await rawClient(tap.port);
    await expect.poll(() => tap.status().open).toBe(1);
    await tap.stop();
    await expect.poll(() => heard().toString('latin1')).toContain('The tap stops');
  });
});

test('a client that breaks off is no breach: the end has no reason', async () => {
  const { client, serverLedger, events } = await pair();
  client.terminate();
  expect(await serverLedger.closed).toEqual([1006, '']);
  await expect.poll(() => events.map(({ type }) => type)).toContain('connection.closed');
  expect(events.find(({ type }) => type === 'connection.closed')?.reason).toBeUndefined();
});

/** What the frames of a client hold, after its request. */
function unmasked(heard: Buffer): Buffer[] {
  const frames: Buffer[] = [];
  let rest = heard.subarray(heard.indexOf('\r\n\r\n') + 4);
  while (rest.length > 6) {
    const length = rest.readUInt8(1) & 0x7f;
    const mask = rest.subarray(2, 6);
    frames.push(Buffer.from(rest.subarray(6, 6 + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0))));
    rest = rest.subarray(6 + length);
  }
  return frames;
}
