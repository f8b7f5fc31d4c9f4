import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { openWebSocketWire } from '../../../../src/renderer/connection/web-socket-wire.ts';

it('gives up a server that takes the connection and says nothing', async () => {
  const taken: Socket[] = [];
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    taken.push(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of taken) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await expect(openWebSocketWire(`ws://127.0.0.1:${port}/bridge`, 200)).rejects.toThrow('No socket at');
});
