import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A proxy that opens tunnels and passes requests on, and keeps books on both: the other side's view of what we do. */
export type ConnectProxy = {
  url: string;
  port: number;
  /** What was asked for, as `host:port`. */
  asked: string[];
  /** What was to be passed on without a tunnel, as whole addresses. */
  passed: string[];
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
  const passed: string[] = [];
  const refusalOf = (given: string | undefined): number | null => {
    const login = Buffer.from((given ?? '').replace(/^Basic /, ''), 'base64').toString();
    if (given !== undefined) logins.push(login);
    return script.login !== undefined && script.login !== login ? 407 : (script.refuse ?? null);
  };
  const server = createServer((request, response) => {
    passed.push(request.url ?? '');
    const refused = refusalOf(request.headers['proxy-authorization']);
    if (refused !== null) return void response.writeHead(refused, { connection: 'close' }).end();
    const { port: farPort, pathname } = new URL(request.url ?? '');
    const { method, headers } = request;
    request.on('data', (block: Buffer) => (bytes += block.byteLength));
    const far = httpRequest(
      { host: '127.0.0.1', port: farPort, path: pathname, method, headers },
      (message) => message.pipe(response.writeHead(message.statusCode ?? 0, message.headers)),
    );
    far.on('error', () => response.destroy());
    request.pipe(far);
  });
  server.on('connect', (request, client: Socket, head) => {
    sockets.add(client);
    client.on('error', () => undefined);
    asked.push(request.url ?? '');
    const status = refusalOf(request.headers['proxy-authorization']) ?? 200;
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
    server.closeAllConnections();
    if (!server.listening) return;
    await new Promise((resolve) => server.close(resolve));
  }
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, asked, passed, logins, bytes: () => bytes, stop };
}
