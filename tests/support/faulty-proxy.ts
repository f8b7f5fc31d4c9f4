import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { portOfNobody } from './held-port.ts';
import { createFaultyPipe, type Fault } from './faulty-pipe.ts';

export type { Fault };

/** A TCP proxy in front of a target that does to connections what networks do. Times are real. */
export type FaultyProxy = {
  port: number;
  url: string;
  /** Takes effect at once, on open connections too. */
  set(fault: Fault): Promise<void>;
  connections(): { open: number; accepted: number };
  stop(): Promise<void>;
};

export async function startFaultyProxy(options: {
  targetPort: number;
  targetHost?: string;
}): Promise<FaultyProxy> {
  const stopping = new AbortController();
  const clients = new Set<Socket>();
  let fault: Fault = { kind: 'none' };
  let server: Server | null = null;
  let accepted = 0;
  let cancelFlap = (): void => undefined;
  const port = await listen(await portOfNobody());

  async function listen(atPort: number): Promise<number> {
    const listener = createServer({ allowHalfOpen: true, noDelay: true }, accept);
    server = listener;
    listener.listen(atPort, '127.0.0.1');
    await once(listener, 'listening');
    return (listener.address() as AddressInfo).port;
  }

  function accept(client: Socket): void {
    accepted += 1;
    clients.add(client);
    const target = connect({
      port: options.targetPort,
      host: options.targetHost ?? '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    // What was passed on still arrives, and then the target is left too.
    client.on('close', () => {
      clients.delete(client);
      target.destroySoon();
    });
    client.on('error', () => undefined);
    target.on('error', () => client.resetAndDestroy());
    const context = {
      fault: () => fault,
      // One connection is enough: the next one gets through.
      onReset: () => {
        fault = { kind: 'none' };
        client.resetAndDestroy();
      },
      signal: stopping.signal,
    };
    createFaultyPipe(client, target, { ...context, direction: 'up' });
    createFaultyPipe(target, client, { ...context, direction: 'down' });
  }

  async function refuse(): Promise<void> {
    const listener = server;
    server = null;
    const closed = listener && once(listener, 'close');
    listener?.close();
    for (const client of clients) client.resetAndDestroy();
    await closed;
  }

  function flap(isUp: boolean, times: { upMs: number; downMs: number }): void {
    const timer = setTimeout(
      () => {
        void (isUp ? refuse() : listen(port)).then(() => {
          if (!stopping.signal.aborted && fault.kind === 'flapping') flap(!isUp, times);
        });
      },
      isUp ? times.upMs : times.downMs,
    );
    cancelFlap = () => clearTimeout(timer);
  }

  async function set(next: Fault): Promise<void> {
    cancelFlap();
    fault = next;
    if (next.kind === 'refuse') await refuse();
    else if (server === null) await listen(port);
    if (next.kind === 'flapping') flap(true, next);
  }

  async function stop(): Promise<void> {
    cancelFlap();
    stopping.abort();
    await refuse();
  }
  onTestFinished(stop);

  return {
    port,
    url: `ws://127.0.0.1:${port}/ws`,
    set,
    connections: () => ({ open: clients.size, accepted }),
    stop,
  };
}
