import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { plainFrameBytes } from '../../../../src/shared/protocol/frame-bytes.ts';

it('counts exactly what a plain client writes to its socket', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  let written = (): number => 0;
  client.on('upgrade', ({ socket }) => {
    written = () => socket.bytesWritten;
  });
  await once(client, 'open');
  for (const size of [0, 125, 126, 65_535, 65_536, 200_000]) {
    const before = written();
    await new Promise((resolve) => {
      client.send('x'.repeat(size), resolve);
    });
    expect(written() - before).toBe(plainFrameBytes(size));
  }
  client.terminate();
  server.close();
});
