import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { createSystemClock } from '../../src/main/core/lifecycle/time/system-clock.ts';
import { directDial } from '../../src/main/core/network/network.ts';
import { noFaults } from '../../src/main/core/tap/faults.ts';
import { openTap, type RunningTap } from '../../src/main/core/tap/running-tap.ts';
import { limits } from '../support/machine/limits.ts';
import { startBrowser } from './support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser.close());

type Heard = { frames: Buffer[]; isBinary: boolean[]; origin: string | undefined };

/** A target that sends back what it hears, to the byte, and closes with the code and reason that it is told. */
async function startEcho(): Promise<{ url: string; heard: Heard[] }> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: true });
  const heard: Heard[] = [];
  server.on('connection', (socket, request) => {
    const one: Heard = { frames: [], isBinary: [], origin: request.headers.origin };
    heard.push(one);
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer, isBinary) => {
      const [, code, reason] = /^close (\d+) (.*)$/.exec(isBinary ? '' : data.toString()) ?? [];
      if (code !== undefined) {
        socket.close(Number(code), reason);
        return;
      }
      one.frames.push(data);
      one.isBinary.push(isBinary);
      socket.send(data, { binary: isBinary });
    });
  });
  await once(server, 'listening');
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`, heard };
}

async function startTap(targetUrl: string): Promise<RunningTap> {
  const tap = await openTap({
    port: 0,
    target: 'dev',
    dial: directDial(targetUrl),
    allowedOrigins: [],
    faults: noFaults,
    faultsWritten: '',
    random: Math.random,
    clock: createSystemClock(),
    record: () => undefined,
    onFrame: () => undefined,
    onClientGone: () => undefined,
    onProblem: () => undefined,
    onChange: () => undefined,
  });
  onTestFinished(() => tap.stop());
  return tap;
}

/** A page of a site, as its browser has it; `mayReachLocal` is the permission that people give in Chrome. */
async function openSite(origin: string, mayReachLocal = true): Promise<Page> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  context.setDefaultTimeout(limits.waitMs);
  if (mayReachLocal) await context.grantPermissions(['local-network-access'], { origin });
  await context.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>A meeting</title>' }),
  );
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  return page;
}

type Talk = { answers: (string | number[])[]; code: number; reason: string; wasClean: boolean };

/** Says all of it, waits for as many answers, asks to be closed, and tells what came. */
function talk(page: Page, url: string, say: readonly (string | number[])[]): Promise<Talk> {
  return page.evaluate(
    ([address, all]) =>
      new Promise<Talk>((resolve) => {
        const socket = new WebSocket(address);
        socket.binaryType = 'arraybuffer';
        const answers: (string | number[])[] = [];
        socket.onopen = () => {
          for (const one of all) socket.send(typeof one === 'string' ? one : new Uint8Array(one));
        };
        socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
          answers.push(typeof data === 'string' ? data : [...new Uint8Array(data)]);
          if (answers.length === all.length) socket.send('close 4321 see you');
        };
        socket.onclose = ({ code, reason, wasClean }) => resolve({ answers, code, reason, wasClean });
      }),
    [url, say] as const,
  );
}

const said = [
  '',
  'plain',
  'ä€😀\u0000',
  'x'.repeat(11_000),
  [0, 1, 254, 255],
  Array.from({ length: 70_000 }, (_zero, i) => i % 251),
];

it.each(['localhost', '127.0.0.1', '[::1]'])(
  'a page of a meeting talks through the tap on %s, to the byte, and hears how it was closed',
  async (host) => {
    const target = await startEcho();
    const tap = await startTap(target.url);
    const page = await openSite('https://meet.google.com');
    const heard = await talk(page, `ws://${host}:${tap.port}/ws`, said);
    expect(heard).toEqual({ answers: said, code: 4321, reason: 'see you', wasClean: true });
    expect(target.heard).toHaveLength(1);
    const bytes = said.map((one) => (typeof one === 'string' ? Buffer.from(one) : Buffer.from(one)));
    expect(target.heard[0]?.frames.map((frame) => frame.equals(bytes.shift() ?? Buffer.alloc(1)))).toEqual(
      said.map(() => true),
    );
    expect(target.heard[0]?.isBinary).toEqual(said.map((one) => typeof one !== 'string'));
    expect(tap.status()).toMatchObject({ connections: 1, refused: 0, frames: { in: said.length } });
  },
);

it('a page of another site is refused, is told of in words, and gets through once it is let in', async () => {
  const target = await startEcho();
  const tap = await startTap(target.url);
  const page = await openSite('https://tester.example');
  const url = `ws://127.0.0.1:${tap.port}/ws`;
  expect(await talk(page, url, ['hello'])).toEqual({ answers: [], code: 1006, reason: '', wasClean: false });
  expect(target.heard).toEqual([]);
  expect(tap.status()).toMatchObject({ connections: 0, refused: 1, refusedOrigin: 'https://tester.example' });
  tap.allow('https://tester.example');
  expect(await talk(page, url, ['hello'])).toMatchObject({ answers: ['hello'], code: 4321 });
});
