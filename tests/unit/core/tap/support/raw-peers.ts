import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, onTestFinished } from 'vitest';

const upgrade =
  'GET /ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n';
// Of what clients send, masked with zeros, which change nothing.
export const noMask = Buffer.alloc(4);

/** A close frame of a client, whatever it holds. */
export function closeFrame(payload: Buffer): Buffer {
  const length =
    payload.length < 126 ? [0x80 | payload.length] : [0xfe, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x88, ...length]), noMask, payload]);
}

export const codeAnd = (code: number, reason = ''): Buffer =>
  Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);

/** A client that speaks no more than it is told to, and what it heard. */
export async function rawClient(port: number): Promise<{ socket: Socket; heard: () => Buffer }> {
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

/** A server that takes a WebSocket, says `word` to the byte and nothing ever after, and what it heard. */
export async function silentTarget(
  word = Buffer.alloc(0),
): Promise<{ url: string; heard: () => Buffer; left: Promise<unknown> }> {
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
      socket.write(word);
    });
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `ws://127.0.0.1:${port}/ws`, heard: () => Buffer.concat(parts), left: left.promise };
}

/** What the frames of a client hold, after its request. */
export function unmasked(heard: Buffer): Buffer[] {
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
