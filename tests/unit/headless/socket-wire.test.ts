import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { createSocketWire } from '../../../src/main/headless/socket-wire.ts';
import type { Wire } from '../../../src/shared/contract/wire.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { waitUntil } from '../../support/wait-until.ts';

type SetUp = { page: WebSocket; host: WebSocket; wire: Wire; clock: FakeClock; closed: () => number };

async function setUp(options: { autoPong: boolean }): Promise<SetUp> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const page = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
  onTestFinished(() => page.terminate());
  const [host] = (await once(server, 'connection')) as [WebSocket];
  onTestFinished(() => host.terminate());
  await once(page, 'open');
  const clock = createFakeClock();
  let closed = 0;
  const wire = createSocketWire(host, clock, () => {
    closed += 1;
  });
  return { page, host, wire, clock, closed: () => closed };
}

test('a page that answers pings stays', async () => {
  const { page, host, clock } = await setUp({ autoPong: true });
  for (let beat = 0; beat < 5; beat += 1) {
    const answered = once(host, 'pong');
    await clock.advance(30_000);
    await answered;
  }
  expect(page.readyState).toBe(WebSocket.OPEN);
});

test('a page that answers no ping is dropped at the next beat, and no timer is left', async () => {
  const { page, clock, closed } = await setUp({ autoPong: false });
  const pinged = once(page, 'ping');
  await clock.advance(30_000);
  await pinged;
  expect(closed()).toBe(0);
  const gone = once(page, 'close');
  await clock.advance(30_000);
  expect(await gone).toEqual([1006, Buffer.alloc(0)]);
  await waitUntil(() => expect(closed()).toBe(1));
  expect(clock.pending()).toBe(0);
});

test('messages are JSON texts both ways, until the listening ends', async () => {
  const { page, wire } = await setUp({ autoPong: true });
  const heard: unknown[] = [];
  const endListening = wire.listen((message) => heard.push(message));
  page.send('{"text":"Grüße"}');
  await waitUntil(() => expect(heard).toEqual([{ text: 'Grüße' }]));
  const arrived = once(page, 'message');
  wire.post({ a: [1, null] });
  expect(String((await arrived)[0])).toBe('{"a":[1,null]}');
  endListening();
  page.send('{}');
  page.ping();
  await once(page, 'pong');
  expect(heard).toHaveLength(1);
});

test('what is posted after the end goes nowhere', async () => {
  const { page, wire, closed } = await setUp({ autoPong: true });
  page.close();
  await waitUntil(() => expect(closed()).toBe(1));
  expect(() => wire.post({})).not.toThrow();
});
