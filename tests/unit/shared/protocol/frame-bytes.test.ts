import { expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { frameBytes } from '../../../../src/shared/protocol/frame-bytes.ts';

it('counts exactly what either side writes to its socket without compression', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const upgraded = once(client, 'upgrade') as Promise<[{ socket: Socket }]>;
  const [peer, { socket }] = (await once(server, 'connection')) as [WebSocket, { socket: Socket }];
  const ends = [
    { sender: 'client', end: client, wire: (await upgraded)[0].socket },
    { sender: 'server', end: peer, wire: socket },
  ] as const;
  if (client.readyState !== WebSocket.OPEN) await once(client, 'open');
  for (const { sender, end, wire } of ends)
    for (const size of [0, 125, 126, 65_535, 65_536, 200_000]) {
      const before = wire.bytesWritten;
      await new Promise((resolve) => {
        end.send('x'.repeat(size), resolve);
      });
      expect(wire.bytesWritten - before).toBe(frameBytes(size, sender));
    }
  client.terminate();
  server.close();
});
