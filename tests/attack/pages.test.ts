import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { createTopicHub } from '../../src/shared/contract/topic-hub.ts';
import { startBrowser } from '../e2e/support/browser.ts';
import { createFakeHandlers } from '../support/fake-core.ts';
import { limits } from '../support/machine/limits.ts';
import { serveTinyPage, type ServedPage } from '../support/ui-server.ts';

/** What a page of somebody else got out of ours. */
type Loot = { read: string[]; opened: string[]; framed: string | null };

let browser: Browser;
let foreign: Server;
/** The cookies that the browser gave to a server on another port of this host. */
const handedOver: string[] = [];

beforeAll(async () => {
  // A name of the attacker's that leads here, as after DNS rebinding.
  browser = await startBrowser(['--host-resolver-rules=MAP evil.test 127.0.0.1']);
  foreign = createServer((request, answer) => {
    handedOver.push(request.headers.cookie ?? '');
    answer.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>');
  }).listen(0, '127.0.0.1');
  new WebSocketServer({ server: foreign });
  await once(foreign, 'listening');
});

afterAll(async () => {
  await browser.close();
  foreign.closeAllConnections();
  foreign.close();
});

/** Our page in one tab, logged in as a person is; a tab of the same browser for somebody else's. */
async function logInAndVisit(address: (port: number) => string): Promise<{
  ours: ServedPage;
  theirs: Page;
  context: BrowserContext;
  /** Commands that came through. */
  received: unknown[];
}> {
  const { handlers, received } = createFakeHandlers();
  const ours = await serveTinyPage({ handlers, topics: createTopicHub() });
  const context = await browser.newContext();
  context.setDefaultTimeout(limits.waitMs);
  const page = await context.newPage();
  await page.goto(ours.origin);
  const token = ours.url.split('#token=')[1] ?? '';
  const status = await page.evaluate(async (given) => {
    const response = await fetch('/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: given }),
    });
    return response.status;
  }, token);
  expect(status).toBe(200);
  const theirs = await context.newPage();
  await theirs.goto(address((foreign.address() as AddressInfo).port));
  return { ours, theirs, context, received };
}

/** Everything that a page can try at another origin. */
function attack(page: Page, origin: string, keys: readonly string[]): Promise<Loot> {
  return page.evaluate(
    async ({ origin, keys }) => {
      const loot: { read: string[]; opened: string[]; framed: string | null } = {
        read: [],
        opened: [],
        framed: null,
      };
      const paths = ['/', '/assets/app-1a2b.js', '/login', '/bridge', '/../secret.txt', '/ui-token'];
      for (const mode of ['no-cors', 'cors'] as const)
        for (const method of ['GET', 'POST'])
          for (const path of paths) {
            const body = method === 'POST' ? JSON.stringify({ token: 'x'.repeat(43) }) : null;
            try {
              const response = await fetch(origin + path, { mode, method, body, credentials: 'include' });
              const text = await response.text();
              if (text !== '') loot.read.push(`${mode} ${method} ${path}: ${text.slice(0, 80)}`);
            } catch {
              // As it should be.
            }
          }
      for (const key of keys)
        await new Promise<void>((resolve) => {
          const socket = new WebSocket(`${origin.replace('http', 'ws')}/bridge${key}`);
          socket.onopen = () => {
            loot.opened.push(key);
            socket.send(JSON.stringify({ t: 'q', m: 'session.list', a: [{}] }));
          };
          socket.onerror = () => resolve();
          socket.onclose = () => resolve();
          setTimeout(resolve, 5_000);
        });
      const frame = document.createElement('iframe');
      frame.src = origin;
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.onload = resolve;
        setTimeout(resolve, 5_000);
      });
      try {
        loot.framed = frame.contentDocument?.title ?? null;
      } catch {
        loot.framed = null;
      }
      const script = document.createElement('script');
      script.src = `${origin}/assets/app-1a2b.js`;
      document.body.append(script);
      return loot;
    },
    { origin, keys },
  );
}

describe('a page of another site', () => {
  it.each([
    [
      'another port of this host, which gets our cookie from the browser',
      (port: number) => `http://127.0.0.1:${port}/`,
    ],
    ['another name of this host', (port: number) => `http://localhost:${port}/`],
    ['a name of its own', (port: number) => `http://evil.test:${port}/`],
  ])('on %s reads nothing, opens no socket and frames nothing', async (_name, address) => {
    const { ours, theirs, context, received } = await logInAndVisit(address);
    const [cookie] = (await context.cookies(ours.origin)).map(({ value }) => value);
    // What it can know: the path, the cookie if it was handed over, and guesses.
    const keys = ['', '?key=', `?key=${cookie ?? ''}`, `?key=${'A'.repeat(43)}`];
    expect(await attack(theirs, ours.origin, keys)).toEqual({ read: [], opened: [], framed: null });
    expect(theirs.frames().map((frame) => frame.url())).not.toContain(`${ours.origin}/`);
    expect(received).toEqual([]);
    await context.close();
  });

  it('gets nothing of ours by a name that it has led to this host', async () => {
    const { ours, theirs, context, received } = await logInAndVisit((port) => `http://evil.test:${port}/`);
    const rebound = ours.origin.replace('127.0.0.1', 'evil.test');
    const answer = await theirs.goto(rebound);
    expect(answer?.status()).toBeGreaterThanOrEqual(400);
    expect(await theirs.title()).not.toBe('page');
    // From inside of the rebound origin everything is "same origin" to the browser.
    const loot = await attack(theirs, rebound, ['', `?key=${'A'.repeat(43)}`]);
    expect(loot.opened).toEqual([]);
    expect(loot.read.filter((text) => /page|secret|export|token/.test(text.split(': ')[1] ?? ''))).toEqual(
      [],
    );
    expect(received).toEqual([]);
    await context.close();
  });

  it('is handed our cookie where it is another port, so the cookie alone must open nothing', () => {
    expect(handedOver.some((cookie) => cookie !== '')).toBe(true);
  });
});
