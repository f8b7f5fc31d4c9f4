import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { startChunkTarget } from './chunk-target.ts';

// Twenty pieces a second make a slow line that is smooth enough.
const piecesPerSec = 20;

/** A target behind a line that carries `bytesPerSec` up and any number down. */
export async function startSlowTarget(bytesPerSec: number): Promise<{ url: string; stop(): Promise<void> }> {
  const target = await startChunkTarget();
  const targetPort = Number(new URL(target.url).port);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const up = connect(targetPort, '127.0.0.1');
    for (const socket of [client, up]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        up.destroy();
      });
    }
    up.pipe(client);
    const pour = setInterval(() => {
      const piece: unknown = client.read(bytesPerSec / piecesPerSec) ?? client.read();
      if (piece instanceof Buffer) up.write(piece);
    }, 1_000 / piecesPerSec);
    client.on('close', () => clearInterval(pour));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await target.stop();
    },
  };
}
