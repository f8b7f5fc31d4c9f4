import type { CDPSession } from 'playwright-core';
import { WebSocket } from 'ws';

/** A session of the Chrome DevTools Protocol, with Playwright's types of it. */
export type Cdp = Pick<CDPSession, 'send' | 'on'>;

/** The whole browser; `attach` opens a session of one page. */
export type CdpBrowser = Cdp & {
  attach(targetId: string): Promise<Cdp>;
  close(): void;
};

type Message = {
  id?: number;
  sessionId?: string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
};

/** One socket for all windows. Playwright is not used here: its import alone would be part of what is measured. */
export async function connectCdp(url: string): Promise<CdpBrowser> {
  const socket = new WebSocket(url, { maxPayload: 512 * 1024 * 1024, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, ((params: unknown) => void)[]>();
  let lastId = 0;

  socket.on('message', (text: Buffer) => {
    const message = JSON.parse(text.toString()) as Message;
    if (message.id === undefined) {
      const key = `${message.sessionId ?? ''} ${message.method ?? ''}`;
      for (const listener of listeners.get(key) ?? []) listener(message.params);
      return;
    }
    const call = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error === undefined) call?.resolve(message.result);
    else call?.reject(new Error(message.error.message));
  });
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Chromium is gone'));
    waiting.clear();
  });

  function session(sessionId?: string): Cdp {
    const self: object = {
      send: (method: string, params: object = {}) =>
        new Promise((resolve, reject) => {
          lastId += 1;
          waiting.set(lastId, {
            resolve,
            reject: (error) => reject(new Error(`${method}: ${error.message}`)),
          });
          socket.send(JSON.stringify({ id: lastId, method, params, sessionId }));
        }),
      on(event: string, listener: (params: unknown) => void) {
        const key = `${sessionId ?? ''} ${event}`;
        listeners.set(key, [...(listeners.get(key) ?? []), listener]);
        return self;
      },
    };
    return self as unknown as Cdp;
  }

  const browser = session();
  return {
    send: (...args) => browser.send(...args),
    on: browser.on.bind(browser),
    async attach(targetId) {
      const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
      return session(sessionId);
    },
    close: () => socket.close(),
  };
}
