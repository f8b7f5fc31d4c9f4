import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { limits } from '../../support/machine/limits.ts';
import { WebSocket, type ClientOptions } from 'ws';

export type Received = { type: string; data?: Record<string, unknown> } & Record<string, unknown>;

/** A plain WebSocket client that keeps everything it was told. */
export type TestClient = {
  socket: WebSocket;
  received: Received[];
  types(): string[];
  send(message: object | string | Buffer): void;
  /** Resolves with the n-th message of a type (from 1) as soon as it is there. */
  message(type: string, n?: number): Promise<Received>;
  /** Whether so many messages came within the time. */
  hasReceived(count: number, timeoutMs: number): Promise<boolean>;
  /** Resolves when the server has read everything that was sent. */
  barrier(): Promise<void>;
  closed: Promise<{ code: number }>;
};

/** Connects; the connection is closed when the test is over. */
export async function connectClient(url: string, options?: ClientOptions): Promise<TestClient> {
  const socket = new WebSocket(url, options);
  onTestFinished(() => socket.terminate());
  const received: Received[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (bytes: Buffer) => {
    received.push(JSON.parse(bytes.toString('utf8')) as Received);
    for (const check of waiting) check();
  });
  const closed = new Promise<{ code: number }>((resolve) => {
    socket.once('close', (code) => resolve({ code }));
  });
  await once(socket, 'open');

  function until<T>(find: () => T | undefined, timeoutMs: number): Promise<T | undefined> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => settle(undefined), timeoutMs);
      const settle = (found: T | undefined): void => {
        clearTimeout(timer);
        waiting.delete(check);
        resolve(found);
      };
      const check = (): void => {
        const found = find();
        if (found !== undefined) settle(found);
      };
      waiting.add(check);
      check();
    });
  }

  return {
    socket,
    received,
    closed,
    types: () => received.map((message) => message.type),
    send(message) {
      socket.send(
        typeof message === 'object' && !Buffer.isBuffer(message) ? JSON.stringify(message) : message,
      );
    },
    async message(type, n = 1) {
      const found = await until(() => received.filter((m) => m.type === type)[n - 1], limits.waitMs);
      if (found === undefined) {
        throw new Error(`No ${type} number ${n} came, only ${received.map((m) => m.type).join(', ')}`);
      }
      return found;
    },
    hasReceived: async (count, timeoutMs) =>
      (await until(() => (received.length >= count ? true : undefined), timeoutMs)) ?? false,
    async barrier() {
      const answered = once(socket, 'pong');
      socket.ping();
      await answered;
    },
  };
}
