import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

type Handler = (request: Request) => Response | Promise<Response>;

/**
 * The app's own schemes, which this Chromium does not know: `app://name/path` is `http://name.app.localhost:port/path`
 * for the page, and everything that main sees is translated back. `*.localhost` is a secure context like a privileged
 * scheme, so CSP, worklets and media work the same.
 */
export type AddressBook = {
  handle(scheme: string, handler: Handler): void;
  unhandle(scheme: string): void;
  isHandled(scheme: string): boolean;
  /** The address under which Chromium finds what the app calls `url`. */
  toChromium(url: string): Promise<string>;
  /** The app's own name of an address of Chromium. */
  toApp(url: string): string;
  close(): void;
};

export function createAddressBook(): AddressBook {
  const handlers = new Map<string, Handler>();
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => outgoing.destroy(error as Error));
  });
  let listening: Promise<number> | undefined;
  let port = 0;

  function listen(): Promise<number> {
    listening ??= new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => {
        port = (server.address() as AddressInfo).port;
        resolve(port);
      });
    });
    return listening;
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = toApp(`http://${incoming.headers.host ?? ''}${incoming.url ?? '/'}`);
    const handler = handlers.get(new URL(url).protocol.slice(0, -1));
    if (handler === undefined) {
      outgoing.destroy();
      return;
    }
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
      // Electron's requests name neither the port nor the connection.
      if (typeof value === 'string' && !['host', 'connection', 'origin', 'referer'].includes(name))
        headers.set(name, value);
    }
    const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
    const response = await handler(
      new Request(url, {
        method: incoming.method ?? 'GET',
        headers,
        ...(hasBody ? { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' } : {}),
      }),
    );
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (response.body === null) outgoing.end();
    else
      Readable.fromWeb(response.body as never)
        .on('error', (error) => outgoing.destroy(error))
        .pipe(outgoing);
  }

  function toApp(url: string): string {
    if (!URL.canParse(url)) return url;
    const { protocol, hostname, port: ofUrl, pathname, search, hash } = new URL(url);
    const names = /^(.*)\.([^.]+)\.localhost$/.exec(hostname);
    if (protocol !== 'http:' || names === null || ofUrl !== String(port)) return url;
    return `${names[2] ?? ''}://${names[1] ?? ''}${pathname}${search}${hash}`;
  }

  return {
    handle: (scheme, handler) => void handlers.set(scheme, handler),
    unhandle: (scheme) => void handlers.delete(scheme),
    isHandled: (scheme) => handlers.has(scheme),
    async toChromium(url) {
      const { protocol, host, pathname, search, hash } = new URL(url);
      const scheme = protocol.slice(0, -1);
      if (!handlers.has(scheme)) return url;
      return `http://${host}.${scheme}.localhost:${await listen()}${pathname}${search}${hash}`;
    },
    toApp,
    close: () => void server.close(),
  };
}
