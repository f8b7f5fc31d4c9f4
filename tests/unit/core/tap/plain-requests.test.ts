import { once } from 'node:events';
import {
  createServer,
  request,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portOfNobody } from '../../../support/held-port.ts';
import { tapTo } from './support/tapped.ts';

const origin = 'https://meet.google.com';

async function httpTarget(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
}

async function ask(
  port: number,
  path: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number | undefined; headers: IncomingHttpHeaders; body: string }> {
  const asked = request({ port, host: '127.0.0.1', path, method, headers }).end();
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    asked.on('response', resolve).on('error', reject),
  );
  let body = '';
  for await (const part of answer) body += String(part);
  return { status: answer.statusCode, headers: answer.headers, body };
}

test('the target’s health is asked through the tap, by GET and HEAD, whatever it says', async () => {
  const seen: [string | undefined, string | string[] | undefined][] = [];
  const url = await httpTarget((asked, response) => {
    seen.push([asked.url, asked.headers['ngrok-skip-browser-warning']]);
    response.writeHead(503, { 'content-type': 'application/json' }).end('{"status":"restarting"}');
  });
  const { tap } = await tapTo(url);
  const answer = await ask(tap.port, '/health?now');
  expect(answer).toMatchObject({ status: 503, body: '{"status":"restarting"}' });
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
  expect(await ask(tap.port, '/health', { method: 'HEAD' })).toMatchObject({
    status: 503,
    headers: { 'content-length': '23', connection: 'keep-alive' },
    body: '',
  });
  expect(seen).toEqual(Array(2).fill(['/health', '1']));
  expect(tap.status()).toMatchObject({ connections: 0, refused: 0 });
});

test('the health of a target that is away is 502, with why', async () => {
  const { tap } = await tapTo(`ws://127.0.0.1:${await portOfNobody()}/ws`);
  const { status, body } = await ask(tap.port, '/health');
  expect([status, JSON.parse(body)]).toEqual([
    502,
    { status: 'unhealthy', error: expect.stringContaining('Nothing answers at this address') as string },
  ]);
});

test('whoever looks is told what this is, and what to ask', async () => {
  const { tap } = await tapTo('ws://127.0.0.1:9/ws');
  const here = expect.stringContaining('Connect a WebSocket to /ws') as string;
  expect(await ask(tap.port, '/')).toMatchObject({ status: 200, body: here });
  expect(await ask(tap.port, '/ws')).toMatchObject({
    status: 426,
    headers: { upgrade: 'websocket', connection: 'Upgrade' },
    body: here,
  });
  expect(await ask(tap.port, '/health', { method: 'POST' })).toMatchObject({
    status: 405,
    headers: { allow: 'GET, HEAD, OPTIONS' },
    body: here,
  });
});

test('a page that may use the tap may ask before and read the answer, and no other', async () => {
  const url = await httpTarget((_asked, response) => response.end('fine'));
  const { tap } = await tapTo(url);
  const before = { origin, 'access-control-request-headers': 'ngrok-skip-browser-warning' };
  const allowing = { 'access-control-allow-origin': origin, vary: 'Origin' };
  expect(await ask(tap.port, '/health', { method: 'OPTIONS', headers: before })).toMatchObject({
    status: 204,
    headers: {
      ...allowing,
      'access-control-allow-headers': 'ngrok-skip-browser-warning',
      'access-control-allow-methods': 'GET, HEAD, OPTIONS',
      'access-control-allow-private-network': 'true',
    },
  });
  expect(await ask(tap.port, '/health', { headers: { origin } })).toMatchObject({
    status: 200,
    headers: allowing,
    body: 'fine',
  });
  for (const method of ['GET', 'OPTIONS']) {
    const refused = await ask(tap.port, '/health', { method, headers: { origin: 'https://evil.example' } });
    expect(refused.status).toBe(403);
    expect(refused.headers['access-control-allow-origin']).toBeUndefined();
  }
});
