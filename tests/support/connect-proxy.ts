import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that opens tunnels, and keeps books on them: the other side's view of what we do. */
export type ConnectProxy = {
  url: string;
  port: number;
  /** What was asked for, as `host:port`. */
  asked: string[];
  /** The logins that came, decoded. */
  logins: string[];
  /** Bytes that went through to the far side. */
  bytes(): number;
  stop(): Promise<void>;
};

/** Every name leads to this machine, whatever it is: the proxy is the one that looks names up. */
export async function startConnectProxy(
  script: { refuse?: number; login?: string } = {},
): Promise<ConnectProxy> {
  const asked: string[] = [];
  const logins: string[] = [];
  const sockets = new Set<Socket>();
  let bytes = 0;
  const server = createServer((_request, response) => response.writeHead(405).end());
  server.on('connect', (request, client: Socket, head) => {
    sockets.add(client);
    client.on('error', () => undefined);
    asked.push(request.url ?? '');
    const given = request.headers['proxy-authorization'] ?? '';
    const login = Buffer.from(given.replace(/^Basic /, ''), 'base64').toString();
    if (given !== '') logins.push(login);
    const status = script.login !== undefined && script.login !== login ? 407 : (script.refuse ?? 200);
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
      return;
    }
    const far = connect(Number((request.url ?? '').split(':').at(-1)), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      far.write(head);
      client.on('data', (block: Buffer) => {
        bytes += block.byteLength;
      });
      client.pipe(far).pipe(client);
    });
    sockets.add(far);
    far.on('error', () => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function stop(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    await new Promise((resolve) => server.close(resolve));
  }
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked, logins, bytes: () => bytes, stop };
}
