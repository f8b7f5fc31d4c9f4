import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, saidBy } from '../../../shared/errors.ts';
import type { Clock } from '../ports/ports.ts';
import { sentence } from '../../../shared/words/all-words.ts';
import { lastWordMs } from './close-socket.ts';
import { askAfterMs } from './relay.ts';

export type Listening = {
  port: number;
  /** The addresses of this machine on which it is reached. */
  hosts: string[];
  close(): Promise<void>;
};

/**
 * Listens on both loopbacks: browsers take `localhost` for `::1` first, other clients for 127.0.0.1. A machine without
 * the one has the other.
 * @throws AppError `busy` when the port is taken
 */
export async function listenOnLoopbacks(
  port: number,
  clock: Clock,
  answer: {
    request: (request: IncomingMessage, response: ServerResponse) => void;
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  },
): Promise<Listening> {
  const upgraded = new Set<Duplex>();
  const servers: { host: string; server: Server }[] = [];
  let taken = port;

  async function listen(host: string): Promise<void> {
    const server = createServer({ keepAlive: true, keepAliveInitialDelay: askAfterMs }, answer.request);
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      answer.upgrade(request, socket, head);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ port: taken, host, ipv6Only: host === '::1' }, resolve);
    });
    taken = (server.address() as AddressInfo).port;
    servers.push({ host, server });
  }

  async function close(): Promise<void> {
    const closed = servers.map(({ server }) => new Promise((resolve) => server.close(resolve)));
    for (const { server } of servers) server.closeAllConnections();
    const cancel = clock.after(lastWordMs, () => {
      for (const socket of upgraded) socket.destroy();
    });
    await Promise.all(closed);
    cancel();
  }

  for (const host of ['127.0.0.1', '::1']) {
    try {
      await listen(host);
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
      if (host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'].includes(code)) continue;
      await close();
      throw new AppError(
        'busy',
        sentence('tester.address-taken', { port: taken, host, why: saidBy(cause) }),
        { cause },
      );
    }
  }
  return { port: taken, hosts: servers.map(({ host }) => host), close };
}
