import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createAppConnection,
  retryMs,
  type ConnectionState,
  type WaysIn,
} from '../../../../src/renderer/connection/app-connection.ts';
import type { BreakableWire } from '../../../../src/renderer/connection/web-socket-wire.ts';

/** A server that tests switch on and off. */
function createServer(): WaysIn & { isThere: boolean; isWelcome: boolean; opened: number; cut(): void } {
  let cut = (): void => undefined;
  return {
    isThere: true,
    isWelcome: true,
    opened: 0,
    cut: () => cut(),
    enter: () => Promise.resolve('granted'),
    isUp() {
      return Promise.resolve(this.isThere);
    },
    openWire() {
      if (!this.isThere || !this.isWelcome) return Promise.reject(new Error('closed'));
      this.opened += 1;
      const lost = new Promise<void>((resolve) => (cut = resolve));
      const wire: BreakableWire = { post: () => undefined, listen: () => () => undefined, lost, close: cut };
      return Promise.resolve(wire);
    },
  };
}

describe('createAppConnection', () => {
  const stopping = { now: new AbortController() };
  beforeEach(() => {
    vi.useFakeTimers();
    stopping.now = new AbortController();
  });
  afterEach(() => {
    stopping.now.abort();
    vi.useRealTimers();
  });

  function start(ways: WaysIn): { phases: ConnectionState['phase'][] } {
    const connection = createAppConnection(ways);
    const phases = [connection.state().phase];
    connection.subscribe(() => phases.push(connection.state().phase));
    void connection.run(stopping.now.signal);
    return { phases };
  }

  it('opens a wire and opens another when that one breaks', async () => {
    const server = createServer();
    const { phases } = start(server);
    await vi.advanceTimersByTimeAsync(0);
    server.cut();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phases).toEqual(['connecting', 'open', 'lost', 'open']);
    expect(server.opened).toBe(2);
  });

  it('keeps trying while the app is away', async () => {
    const server = createServer();
    server.isThere = false;
    const { phases } = start(server);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(phases).toEqual(['connecting', 'lost']);
    server.isThere = true;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(phases.at(-1)).toBe('open');
  });

  it('gives up when the server is there and does not want this page', async () => {
    const server = createServer();
    server.isWelcome = false;
    const { phases } = start(server);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(phases).toEqual(['connecting', 'refused']);
  });

  it('does not take a server that went away in between for one that refuses', async () => {
    const server = createServer();
    server.openWire = () => {
      server.isThere = false;
      return Promise.reject(new Error('closed'));
    };
    const { phases } = start(server);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(phases).toEqual(['connecting', 'lost']);
  });

  it('refuses a wrong token at once', async () => {
    const { phases } = start({ ...createServer(), enter: () => Promise.resolve('refused') });
    await vi.advanceTimersByTimeAsync(0);
    expect(phases).toEqual(['connecting', 'refused']);
  });

  it('stops trying when it is told to', async () => {
    const server = createServer();
    server.isThere = false;
    start(server);
    await vi.advanceTimersByTimeAsync(1_000);
    stopping.now.abort();
    server.isThere = true;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.opened).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('retryMs', () => {
  it('doubles up to five seconds', () => {
    expect([0, 1, 2, 3, 4, 5, 1_000].map(retryMs)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });
});
