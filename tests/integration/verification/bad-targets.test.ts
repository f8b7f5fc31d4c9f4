import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../../src/shared/errors.ts';
import { exitCodeOfRun } from '../../../src/main/cli/commands/verify/verify.ts';
import { exitCodeOf } from '../../../src/main/cli/exit-codes.ts';
import { createSystemClock } from '../../../src/main/core/lifecycle/time/system-clock.ts';
import type { Clock } from '../../../src/main/core/ports/ports.ts';
import { createAuthority } from '../../support/certificates.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { acknowledge, startScriptedTarget } from '../../support/scripted-target.ts';
import { describeWith } from '../../support/machine/needs.ts';
import { startVerifier } from './verify.ts';

type Row = readonly [name: string, url: () => string | Promise<string>, exitCode: number, sentence: RegExp];

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}/ws`;
}

/** What takes connections, and knows nothing of WebSockets. */
function startTcp(talk: (socket: Socket) => void): Promise<string> {
  return listen(
    createServer((socket) => {
      onTestFinished(() => void socket.destroy());
      // Whoever asks hangs up on what it cannot read.
      talk(socket.on('error', () => undefined));
    }),
  );
}

const answering = (head: string): Promise<string> =>
  startTcp((socket) => void socket.once('data', () => socket.write(head)));

async function startTls(options: ServerOptions): Promise<string> {
  const certificate = await (await createAuthority()).issue();
  const server = createTlsServer({ ...certificate, ...options, ca: certificate.cert });
  return (await listen(server)).replace('ws:', 'wss:');
}

/** A WebSocket that opens, and whose server does nothing but this. */
async function startOdd(onConnect: Parameters<typeof startScriptedTarget>[0]['onConnect']): Promise<string> {
  return (await startScriptedTarget({ onConnect: onConnect ?? acknowledge, onMessage: () => undefined })).url;
}

const answeringUpgrade = (status: number, headers = {}) =>
  startScriptedTarget({ answerUpgrade: () => ({ status, headers }) }).then(({ url }) => url);

/** Bytes behind the back of the library. */
const rawBytes = (socket: object, ...bytes: number[]): void =>
  void (socket as { _socket: Socket })._socket.write(Buffer.from(bytes));

const addresses: readonly Row[] = [
  ['a host that there is not', () => 'wss://nobody.invalid/ws', 3, /Can't find host nobody\.invalid\. Check/],
  ['a name that ends with a dot', () => 'wss://nobody.invalid./ws', 3, /Can't find host nobody\.invalid\. /],
  [
    'two dots behind the host',
    () => 'wss://nobody.invalid../ws',
    2,
    /Did you mean wss:\/\/nobody\.invalid\/ws/,
  ],
  ['a dot behind this machine', () => 'ws://localhost.:8080/ws', 2, /Did you mean ws:\/\/localhost:8080\/ws/],
  ['letters beyond ASCII', () => 'wss://bücher.invalid/ws', 3, /Can't find host xn--bcher-kva\.invalid/],
  ['a host that is no name', () => 'wss://☃.invalid/ws', 2, /names no host/],
  ['a label that is too long', () => `wss://${'a'.repeat(70)}.invalid/ws`, 3, /Can't find host aaa/],
  ['an IPv6 address where nobody is', () => 'ws://[::1]:1/ws', 3, /the port is wrong|no network|reached/],
  ['an IPv6 address without brackets', () => 'wss://::1/ws', 2, /Did you mean wss:\/\/\[::1\]\/ws/],
  ['an IPv6 address with a zone', () => 'wss://[fe80::1%25eth0]/ws', 2, /names no host/],
  ['another machine in the clear', () => 'ws://backend.example/ws', 2, /not encrypted/],
  ['port 0', () => 'ws://127.0.0.1:0/ws', 2, /ports go from 1 to 65535/],
  ['port 65536', () => 'wss://127.0.0.1:65536/ws', 2, /ports go from 1 to 65535/],
  ['port -1', () => 'ws://127.0.0.1:-1/ws', 2, /port that is not a number/],
  ['a name of no target', () => 'staging', 2, /No target is called "staging"/],
];

const answers: readonly Row[] = [
  [
    'nobody listens',
    async () => `ws://127.0.0.1:${await portOfNobody()}/ws`,
    3,
    /the target is not running, or the port is wrong/,
  ],
  [
    'a web page is',
    () => listen(createHttpServer((_request, response) => response.end('<html>'))),
    3,
    /answers with HTTP 200 instead of a WebSocket: a web page or a REST backend is there\. Check its port/,
  ],
  [
    'a redirect is',
    () => answeringUpgrade(301, { location: 'https://x.invalid/ws' }),
    3,
    /redirects \(HTTP 301\) to wss:\/\/x\.invalid\/ws/,
  ],
  ['a proxy without a server is', () => answeringUpgrade(502), 3, /HTTP 502 instead of a WebSocket/],
  ['who asks is not let in is', () => answeringUpgrade(403), 3, /refuses the connection \(HTTP 403\)/],
  ['another way to upgrade is wanted is', () => answeringUpgrade(426), 3, /HTTP 426/],
  ['too many have asked is', () => answeringUpgrade(429), 3, /HTTP 429/],
  ['a server that is overloaded is', () => answeringUpgrade(503), 3, /HTTP 503/],
  [
    'a page without an end is',
    () => answering('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n'),
    3,
    /answers with HTTP 200 instead of a WebSocket/,
  ],
  ['another path is', () => answeringUpgrade(404), 3, /no WebSocket at this address.*\/ws/],
  [
    'a login is refused',
    async () => (await answeringUpgrade(401)).replace('ws://', 'ws://me:hunter2@'),
    3,
    /refuses the connection \(HTTP 401\)/,
  ],
  ['another protocol is', () => startTcp((socket) => socket.end('SSH-2.0-x\r\n')), 3, /does not speak HTTP/],
  [
    'the connection is dropped',
    () => startTcp((socket) => void socket.once('data', () => socket.destroy())),
    3,
    /dropped the connection\. If it uses TLS, its address starts with wss/,
  ],
  [
    'headers do not end',
    () => answering(`HTTP/1.1 101 X\r\nX-A: ${'x'.repeat(40_000)}\r\n`),
    3,
    /does not speak HTTP/,
  ],
  [
    'the answer is for somebody else',
    () =>
      answering(
        'HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: eA==\r\n\r\n',
      ),
    3,
    /not a WebSocket handshake/,
  ],
  ['it switches to nothing', () => answering('HTTP/1.1 101 X\r\n\r\n'), 3, /HTTP 101 instead of/],
  ['it closes at once', () => startOdd((socket) => socket.close(1008)), 3, /refused our messages.*1008/],
  [
    'it closes for want of a token',
    () => startOdd((socket) => socket.close(4401, 'token')),
    3,
    /wants another credential \(code 4401: token\)/,
  ],
  ['it is gone at once', () => startOdd((socket) => socket.terminate()), 3, /was lost \(code 1006\)/],
  [
    'it sends no frames',
    () => startOdd((socket) => rawBytes(socket, 0xff, 0xff, 1, 2)),
    3,
    /it sent frames that are not WebSocket frames/,
  ],
  [
    'it sends what is no UTF-8',
    () => startOdd((socket) => rawBytes(socket, 0x81, 2, 0xc3, 0x28)),
    3,
    /not UTF-8/,
  ],
];

const silences: readonly Row[] = [
  ['it talks garbage', () => startOdd((socket) => socket.send('\0 garbage')), 3, /not a message/],
  ['it talks in bytes', () => startOdd((socket) => socket.send(Buffer.alloc(9))), 3, /sent binary frames/],
  ['nothing is said before the upgrade', () => startTcp(() => undefined), 3, /not answered for 10 s/],
  ['nothing is said after it', () => startOdd(() => undefined), 3, /did not answer our HANDSHAKE/],
];

const tls: readonly Row[] = [
  [
    'is in the clear',
    async () => (await startScriptedTarget({})).url.replace('ws:', 'wss:'),
    3,
    /does not speak TLS/,
  ],
  [
    'wants a certificate of ours',
    () => startTls({ requestCert: true, rejectUnauthorized: true }),
    3,
    /may want a client certificate/,
  ],
  [
    'speaks an old version only',
    () => startTls({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' }),
    3,
    /no TLS version or cipher in common/,
  ],
  [
    'has expired',
    async () => (await startScriptedTarget({ tls: await (await createAuthority()).issue({ days: -1 }) })).url,
    3,
    /has expired.*Nothing was sent/,
  ],
  [
    'is for another host',
    async () =>
      (await startScriptedTarget({ tls: await (await createAuthority()).issue({ address: '192.0.2.7' }) }))
        .url,
    3,
    /is for another name.*Nothing was sent/,
  ],
  [
    'is self-signed',
    async () => (await startScriptedTarget({ tls: await (await createAuthority()).selfSigned() })).url,
    3,
    /is self-signed.*Nothing was sent/,
  ],
  [
    'comes from an unknown authority',
    async () =>
      (await startScriptedTarget({ tls: await (await createAuthority({ trusted: false })).issue() })).url,
    3,
    /can't be verified\. Nothing was sent/,
  ],
];

const silentTls: readonly Row[] = [
  [
    'says nothing',
    async () => (await startTcp(() => undefined)).replace('ws:', 'wss:'),
    3,
    /not answered for 10 s/,
  ],
];

/** What the command line ends with, and says; a probe of the same ends, too, and finds it out of order. */
async function expectEach(rows: readonly Row[], clock: Clock = createFastClock(20)): Promise<void> {
  const { core, verify } = await startVerifier({ clock });
  const probes: { name: string; probe: Promise<unknown>; expected: object }[] = [];
  for (const [name, start, exitCode, sentence] of rows) {
    const target = await start();
    const probe = core.handlers['targets.probe']({ target }).catch((error: unknown) => error);
    const run = await verify({ target, quick: true }).then(
      (done) => ({ exitCode: exitCodeOfRun(done), said: done.summary }),
      (error: unknown) => {
        if (!(error instanceof AppError)) throw error;
        return { exitCode: exitCodeOf(error.code), said: error.message };
      },
    );
    expect(run, name).toEqual({ exitCode, said: expect.stringMatching(sentence) as string });
    expect(run.said).not.toContain('hunter2');
    probes.push({ name, probe, expected: exitCode === 2 ? { message: run.said } : { ok: false } });
  }
  // Some of them take their whole time, all at once.
  for (const { name, probe, expected } of probes) expect(await probe, name).toMatchObject(expected);
}

describe('a verification ends with a sentence, its exit code and nothing sent', () => {
  // A name is looked up in real time, and nothing here is waited for to its end.
  it('by addresses', () => expectEach(addresses, createSystemClock()));
  it('where something else answers', () => expectEach(answers));
  it('where nothing is said, or nothing that is meant', () => expectEach(silences));
});

describe('a verification through a proxy that does not let it through', () => {
  it('names the proxy, with exit code 3', async () => {
    const proxies: [name: string, start: () => Promise<string>, sentence: RegExp][] = [
      ['wants a login', async () => (await startConnectProxy({ login: 'me:pw' })).url, /proxy.*HTTP 407/i],
      ['refuses', async () => (await startConnectProxy({ refuse: 403 })).url, /proxy.*HTTP 403/i],
      ['is not there', async () => `http://127.0.0.1:${await portOfNobody()}`, /proxy/i],
      ['is none', () => startTcp((socket) => socket.end('SSH-2.0-x\r\n')).then(asProxy), /proxy/i],
    ];
    const { core, verify } = await startVerifier({ clock: createFastClock(20) });
    for (const [name, start, sentence] of proxies) {
      const target = { name, wsUrl: 'wss://far.example/ws', proxy: await start() };
      await core.handlers['targets.add']({ target, credentials: {} });
      const run = await verify({ target: name, quick: true });
      expect(exitCodeOfRun(run), name).toBe(3);
      expect(run.summary, name).toMatch(sentence);
    }
  });
});

const asProxy = (url: string): string => url.replace('ws://', 'http://').replace('/ws', '');

describeWith(['openssl'], 'a verification over TLS that cannot be', () => {
  it('ends with a sentence and its exit code', () => expectEach(tls));
  it('ends where nobody speaks TLS or anything', () => expectEach(silentTls));
});
