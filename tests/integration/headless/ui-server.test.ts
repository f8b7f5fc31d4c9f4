import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { startUiServer } from '../../../src/main/headless/ui-server.ts';
import { createTopicHub, type TopicHub } from '../../../src/shared/contract/topic-hub.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { createFakeHandlers, sampleEvent } from '../../support/fake-core.ts';
import { makeTemporaryFolder } from '../../support/temporary-folder.ts';
import { serveTinyPage, type ServedPage } from '../../support/ui-server.ts';
import { waitUntil } from '../../support/wait-until.ts';
import { promptly } from '../../support/machine/promptly.ts';

const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const serve = (options: Parameters<typeof serveTinyPage>[1] = {}): Promise<ServedPage> =>
  serveTinyPage({ handlers: createFakeHandlers().handlers, topics: createTopicHub() }, options);

type Answer = { status: number; headers: IncomingHttpHeaders; text: string };

/** A request with exactly these headers and this path, which fetch would tidy up. */
function send(
  server: ServedPage,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method = 'GET', headers = {}, body } = options;
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, path, method, headers },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        );
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

function postToken(server: ServedPage, body: string, headers: Record<string, string> = {}): Promise<Answer> {
  return send(server, '/login', { method: 'POST', body, headers: { origin: server.origin, ...headers } });
}

function tokenOf(server: ServedPage): string {
  return server.url.split('#token=')[1] ?? '';
}

/** The status of a refused upgrade, or `open`. */
async function tryUpgrade(
  server: ServedPage,
  headers: Record<string, string>,
  path = '/bridge',
): Promise<number | 'open'> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve('open'));
    socket.on('error', reject);
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
  });
}

async function openSocket(server: ServedPage): Promise<WebSocket> {
  const { cookie, bridgePath } = await server.logIn();
  const headers = { origin: server.origin, cookie };
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${bridgePath}`, { headers });
  onTestFinished(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.once('close', resolve));
}

/** A connection below HTTP, for clients that misbehave. */
async function openRawSocket(server: ServedPage, text: string): Promise<Socket> {
  const socket = connect({ port: server.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

describe('the page', () => {
  test('comes with the exact policy, and its text is never an old one', async () => {
    const server = await serve();
    const { status, headers, text } = await send(server, '/');
    expect({ status, text }).toEqual({ status: 200, text: '<!doctype html><title>page</title>' });
    expect(headers).toMatchObject({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'no-store',
    });
  });

  test('keeps files whose names carry a hash for ever', async () => {
    const { status, headers } = await send(await serve(), '/assets/app-1a2b.js');
    expect(status).toBe(200);
    expect(headers['cache-control']).toBe('max-age=31536000, immutable');
    expect(headers['content-security-policy']).toBe(policy);
  });

  test('answers what is not there with 404, the policy, and nothing to keep', async () => {
    const { status, headers } = await send(await serve(), '/assets/old-3c4d.js');
    expect(status).toBe(404);
    expect(headers).toMatchObject({ 'content-security-policy': policy, 'cache-control': 'no-store' });
  });

  test.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/%00/secret.txt',
    '/%E0%A4%A',
    'http://evil.example/../secret.txt',
  ])('gives no file outside of its folder: %s', async (path) => {
    const { status, text } = await send(await serve(), path);
    expect(status).toBe(404);
    expect(text).not.toContain('a secret');
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('takes no %s', async (method) => {
    const { status, headers } = await send(await serve(), '/assets/app-1a2b.js', { method, body: 'x' });
    expect(status).toBe(405);
    expect(headers.allow).toBe('GET, HEAD');
  });

  test('outlives the removal of a file that it offered', async () => {
    const server = await serve();
    await rm(join(server.folder, 'ui', 'assets', 'app-1a2b.js'));
    await expect(send(server, '/assets/app-1a2b.js')).rejects.toThrow(/hang up|reset/);
    expect((await send(server, '/health')).text).toBe('{"status":"healthy"}');
  });
});

describe('requests of others', () => {
  test.each([
    ['another name', 'evil.example'],
    ['a name that was rebound to this machine', 'PORT:evil.example'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['our name as a part of another', '127.0.0.1.evil.example:PORT'],
    ['a user before our name', 'evil@127.0.0.1:PORT'],
    ['another loopback address', '127.0.0.2:PORT'],
  ])('are refused by Host: %s', async (_what, shape) => {
    const server = await serve();
    const host =
      shape === 'PORT:evil.example' ? `evil.example:${server.port}` : shape.replace('PORT', `${server.port}`);
    for (const path of ['/', '/health', '/assets/app-1a2b.js']) {
      expect((await send(server, path, { headers: { host } })).status).toBe(403);
    }
    const login = await postToken(server, JSON.stringify({ token: tokenOf(server) }), { host });
    expect(login.status).toBe(403);
    expect(login.headers['set-cookie']).toBeUndefined();
    const { cookie, bridgePath } = await server.logIn();
    expect(await tryUpgrade(server, { host, origin: server.origin, cookie }, bridgePath)).toBe(403);
  });

  test.each([
    'https://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'http://127.0.0.1.evil.example',
    'file://',
    '',
  ])('are refused by Origin: "%s"', async (origin) => {
    const server = await serve();
    const { cookie, bridgePath } = await server.logIn();
    expect((await send(server, '/health', { headers: { origin, cookie } })).status).toBe(403);
    expect((await postToken(server, JSON.stringify({ token: tokenOf(server) }), { origin })).status).toBe(
      403,
    );
    expect(await tryUpgrade(server, { origin, cookie }, bridgePath)).toBe(403);
  });

  test('may come from an origin that was let in', async () => {
    const origin = 'http://localhost:5173';
    const server = await serve({ extraOrigins: [origin] });
    const { cookie, bridgePath } = await server.logIn();
    expect(await tryUpgrade(server, { origin, cookie }, bridgePath)).toBe('open');
  });

  test('get no socket without an Origin, though they have the cookie', async () => {
    const server = await serve();
    const { cookie, bridgePath } = await server.logIn();
    expect(await tryUpgrade(server, { cookie }, bridgePath)).toBe(403);
  });

  test('get no socket without the cookie, or with the cookie of another port', async () => {
    const server = await serve();
    const { origin } = server;
    const { cookie, bridgePath } = await server.logIn();
    const secret = cookie.split('=')[1] ?? '';
    const { cookie: foreign } = await (await serve()).logIn();
    const name = `scrumbot-${server.port}`;
    const wrong = [foreign, `${name}=wrong`, `${name}=`, `other=${secret}`, `${name}=${tokenOf(server)}`];
    expect(await tryUpgrade(server, { origin }, bridgePath)).toBe(401);
    for (const header of wrong)
      expect(await tryUpgrade(server, { origin, cookie: header }, bridgePath)).toBe(401);
    expect(await tryUpgrade(server, { origin, cookie: `${foreign}; ${cookie}` }, bridgePath)).toBe('open');
  });

  test('get no socket with the cookie alone, which a browser hands to every port of this host', async () => {
    const server = await serve();
    const { origin } = server;
    const { cookie, bridgePath } = await server.logIn();
    const other = await (await serve()).logIn();
    for (const path of [
      '/bridge',
      '/bridge?key=',
      '/bridge?key=wrong',
      `/bridge?key=${cookie.split('=')[1]}`,
      other.bridgePath,
    ])
      expect(await tryUpgrade(server, { origin, cookie }, path), path).toBe(401);
    expect(await tryUpgrade(server, { origin, cookie: other.cookie }, bridgePath)).toBe(401);
  });

  test('get no socket at another path', async () => {
    const server = await serve();
    const { cookie, bridgePath } = await server.logIn();
    const headers = { origin: server.origin, cookie };
    expect(await tryUpgrade(server, headers, '/')).toBe(404);
    expect(await tryUpgrade(server, headers, `/x${bridgePath}`)).toBe(404);
  });

  test('leave no secret in the log', async () => {
    const server = await serve();
    const token = tokenOf(server);
    await send(server, `/?token=${token}`, { headers: { host: 'evil.example' } });
    await postToken(server, JSON.stringify({ token: `${token}x` }));
    expect(server.logged.join('')).toContain('request refused');
    expect(server.logged.join('')).not.toContain(token);
  });
});

describe('logging in', () => {
  test('trades the token for a cookie that scripts and other sites cannot use', async () => {
    const server = await serve();
    const { status, headers, text } = await postToken(server, JSON.stringify({ token: tokenOf(server) }));
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({ key: expect.stringMatching(/^[\w-]{43}$/) as string });
    expect(headers['set-cookie']).toHaveLength(1);
    expect(headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^scrumbot-${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/; Max-Age=2592000$`),
    );
    expect(headers['set-cookie']?.[0]).not.toContain(tokenOf(server));
    expect(headers['cache-control']).toBe('no-store');
  });

  test.each([
    ['a wrong token', '{"token":"wrong"}'],
    ['an empty token', '{"token":""}'],
    ['a token that is no text', '{"token":5}'],
    ['no token', '{}'],
    ['no JSON', 'token=x'],
    ['nothing', ''],
  ])('refuses %s', async (_what, body) => {
    const { status, headers, text } = await postToken(await serve(), body);
    expect(status).toBe(401);
    expect(text).toBe('The token is wrong or was used. Start the app again for another address.\n');
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('takes the right token whatever wrong ones others have tried, once', async () => {
    const server = await serve();
    const right = JSON.stringify({ token: tokenOf(server) });
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1) statuses.push((await postToken(server, '{"token":"wrong"}')).status);
    expect(statuses.slice(0, 19)).toEqual(Array.from({ length: 19 }, () => 401));
    expect(statuses.at(-1)).toBe(429);
    expect((await postToken(server, right)).status).toBe(200);
    expect((await postToken(server, right)).status).toBe(429);
  });

  test('lasts over a restart, and nothing that is kept for it gets anybody in', async () => {
    const server = await serve();
    const { cookie, bridgePath } = await server.logIn();
    await server.stop();
    const kept = await readFile(join(server.folder, 'ui-access.json'), 'utf8');
    for (const secret of [cookie.split('=')[1], bridgePath.split('key=')[1]])
      expect(kept).not.toContain(secret);
    const again = await startUiServer({ ...bare(server.folder), port: server.port });
    onTestFinished(() => again.stop());
    const socket = new WebSocket(`ws://127.0.0.1:${again.port}${bridgePath}`, {
      origin: server.origin,
      headers: { cookie },
    });
    onTestFinished(() => socket.terminate());
    await once(socket, 'open');
  });

  test('answers a body that is too big, and counts the whole of it', async () => {
    const server = await serve();
    const right = { token: tokenOf(server) };
    const fitting = JSON.stringify({ ...right, rest: 'x'.repeat(900) });
    expect((await postToken(server, fitting)).status).toBe(200);
    for (const bytes of [1_024, 5_000_000]) {
      const { status, text } = await postToken(server, JSON.stringify({ ...right, rest: 'x'.repeat(bytes) }));
      expect({ status, text }).toEqual({ status: 413, text: 'The request is too big.\n' });
    }
  });

  test('outlives a client that leaves in the middle of its request', async () => {
    const server = await serve();
    const head = `POST /login HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nContent-Length: 500\r\n\r\n{`;
    (await openRawSocket(server, head)).destroy();
    await waitUntil(() => expect(server.logged.join('')).toContain('a request failed'));
    expect((await send(server, '/health')).status).toBe(200);
  });
});

describe('the token file', () => {
  test('is for this user alone while the server runs, and gone when it has stopped', async () => {
    const server = await serve();
    expect(await readFile(server.tokenFile, 'utf8')).toBe(`${tokenOf(server)}\n`);
    if (process.platform !== 'win32') expect((await stat(server.tokenFile)).mode & 0o777).toBe(0o600);
    await server.stop();
    await expect(stat(server.tokenFile)).rejects.toThrow('ENOENT');
  });

  test('is closed to others even where an open one was left', async () => {
    const { folder } = await serve();
    const tokenFile = join(folder, 'left-over');
    await writeFile(tokenFile, 'old', { mode: 0o644 });
    const server = await startUiServer({ ...bare(folder), tokenFile });
    onTestFinished(() => server.stop());
    if (process.platform !== 'win32') expect((await stat(tokenFile)).mode & 0o777).toBe(0o600);
  });

  test('is a condition: without it nothing is left listening', async () => {
    const first = await serve();
    const { folder, port } = first;
    await first.stop();
    const starting = startUiServer({ ...bare(folder), port, tokenFile: join(folder, 'absent', 'token') });
    await expect(starting).rejects.toMatchObject({ code: 'storage-failed' });
    const again = await startUiServer({ ...bare(folder), port });
    await again.stop();
  });
});

describe('starting', () => {
  test('says which port is taken and how to choose another', async () => {
    const { port } = await serve();
    await expect(serve({ port })).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringMatching(
        new RegExp(`^Port ${port} can't be used: .*EADDRINUSE.* Choose another with --port\\.$`),
      ) as string,
    });
  });

  test('comes back at the port of the start before, whether somebody named that or it was chosen, but not at any free one', async () => {
    const { folder, ...served } = await serve();
    await served.stop();
    const startAt = async (port: number | 'last'): Promise<number> => {
      const server = await startUiServer({ ...bare(folder), port, portFile: join(folder, 'ui-port') });
      await server.stop();
      return server.port;
    };
    const chosen = await startAt('last');
    expect(await startAt('last')).toBe(chosen);
    await startAt(0);
    expect(await startAt('last')).toBe(chosen);
    const named = await startAt(await portOfNobody());
    expect(await startAt('last')).toBe(named);
  });

  test('says that the page has to be built', async () => {
    const folder = await makeTemporaryFolder();
    await expect(startUiServer(bare(folder))).rejects.toMatchObject({
      code: 'bad-input',
      message: `The page is not built: ${join(folder, 'ui')} has none. Run "npm run build" first.`,
    });
  });
});

function bare(folder: string): Parameters<typeof startUiServer>[0] {
  return {
    port: 0,
    uiFolder: join(folder, 'ui'),
    core: { handlers: createFakeHandlers().handlers, topics: createTopicHub() },
    tokenFile: join(folder, 'bare-token'),
    accessFile: join(folder, 'ui-access.json'),
    log: pino({ level: 'silent' }),
  };
}

describe('a socket', () => {
  test('is closed with 1003 for a binary frame', async () => {
    const socket = await openSocket(await serve());
    socket.send(Buffer.from('{}'));
    expect(await closeCode(socket)).toBe(1003);
  });

  test.each(['', 'hello', '{"t":', 'undefined'])(
    'is closed with 1007 for a frame that is no JSON: "%s"',
    async (text) => {
      const socket = await openSocket(await serve());
      socket.send(text);
      expect(await closeCode(socket)).toBe(1007);
    },
  );

  test('takes 1 MiB and is closed with 1009 for more', async () => {
    const socket = await openSocket(await serve());
    const frame = (bytes: number): string => {
      const [head, tail] = ['{"t":"q","i":"1","m":"call","a":["app.info",{"x":"', '"}]}'];
      return `${head}${'x'.repeat(bytes - head.length - tail.length)}${tail}`;
    };
    socket.send(frame(1_048_576));
    const [answer] = (await once(socket, 'message')) as [Buffer];
    expect(JSON.parse(answer.toString())).toMatchObject({ i: '1', r: { ok: true } });
    socket.send(frame(1_048_577));
    expect(await closeCode(socket)).toBe(1009);
  });

  test('that does not read is dropped, and its subscriptions with it', async () => {
    const hub = createTopicHub();
    let subscribed = 0;
    const topics: TopicHub = {
      ...hub,
      subscribe(topic, listener) {
        const end = hub.subscribe(topic, listener);
        subscribed += 1;
        return () => {
          subscribed -= 1;
          end();
        };
      },
    };
    const server = await serveTinyPage({ handlers: createFakeHandlers().handlers, topics });
    const stuck = await openSocket(server);
    const reading = await openSocket(server);
    for (const socket of [stuck, reading]) {
      socket.send('{"t":"q","i":"1","m":"subscribe","a":["events"]}');
      await once(socket, 'message');
    }
    expect(subscribed).toBe(2);
    stuck.pause();
    const big = [{ ...sampleEvent, raw: 'x'.repeat(500_000) }];
    await waitUntil(() => {
      hub.publish('events', big);
      expect(subscribed).toBe(1);
    });
    expect(reading.readyState).toBe(WebSocket.OPEN);
  });
});

describe('stopping', () => {
  test('waits for no timeout with pages, idle connections and clients that never answer', async () => {
    const server = await serve();
    const page = await openSocket(server);
    const closed = closeCode(page);
    const deaf = await openSocket(server);
    deaf.pause();
    const headers = `Host: 127.0.0.1:${server.port}\r\n`;
    await openRawSocket(server, `POST /login HTTP/1.1\r\n${headers}Content-Length: 500\r\n\r\n{`);
    await openRawSocket(server, '');
    const refused = await openRawSocket(
      server,
      `GET /bridge HTTP/1.1\r\n${headers}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    await once(refused, 'data');
    await promptly(server.stop());
    expect(await closed).toBe(1001);
    await expect(send(server, '/health')).rejects.toThrow('ECONNREFUSED');
  });

  test('may be asked for twice', async () => {
    const server = await serve();
    await Promise.all([server.stop(), server.stop()]);
    await server.stop();
  });

  test('is not disturbed by a refused client that breaks off', async () => {
    const server = await serve();
    for (let i = 0; i < 20; i += 1) {
      const socket = await openRawSocket(
        server,
        `GET /bridge HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
      );
      socket.resetAndDestroy();
    }
    expect((await send(server, '/health')).status).toBe(200);
  });
});
