import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import {
  createServer as createNetServer,
  type AddressInfo,
  type Server as NetServer,
  type Socket,
} from 'node:net';
import { TLSSocket } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNetwork } from '../../../../../src/main/core/network/network.ts';
import { networkSettingsSchema } from '../../../../../src/shared/settings/network.ts';
import { createUploadFetch } from '../../../../../src/main/core/speech/upload/upload-fetch.ts';
import { createAuthority, type Certificate } from '../../../../support/certificates.ts';
import { transcriptionForm } from '../../../../../src/main/core/speech/upload/upload-form.ts';

const segment = Uint8Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256);

describe('an upload to a speech engine', () => {
  test('carries its bytes and headers, and answers status, headers and body', async () => {
    const { url, requests } = await startServer((_request, response) => {
      response.writeHead(429, { 'Retry-After': '7', 'X-RateLimit-Remaining-Requests': '0' }).end('too many');
    });
    const response = await upload(url, { headers: { Authorization: 'Bearer key' } });
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('0');
    expect(await response.text()).toBe('too many');
    expect(requests[0]?.headers).toMatchObject({ authorization: 'Bearer key', 'content-length': '200000' });
    expect(requests[0]?.body.equals(segment)).toBe(true);
  });

  test('has a connection of its own, whatever the server says of keeping it', async () => {
    const { url, requests } = await startServer((_request, response) => {
      response.writeHead(200, { Connection: 'keep-alive', 'Keep-Alive': 'timeout=60' }).end('{}');
    });
    for (let n = 1; n <= 3; n += 1) {
      const response = await upload(url);
      expect([response.status, await response.text()]).toEqual([200, '{}']);
    }
    expect(requests).toHaveLength(3);
  });

  test('is a form that others can read, whatever the prompt holds', async () => {
    const prompt = 'He said "--x"\r\nand went: größer – 日本語';
    const { body, contentType } = transcriptionForm(
      { bytes: segment, fileName: 'segment.flac', type: 'audio/flac' },
      { model: 'whisper-large-v3', prompt, language: 'de', format: 'verbose_json', without: [] },
    );
    const form = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
    expect(form.getAll('timestamp_granularities[]')).toEqual(['word', 'segment']);
    expect(Object.fromEntries([...form].filter(([, value]) => typeof value === 'string'))).toMatchObject({
      model: 'whisper-large-v3',
      response_format: 'verbose_json',
      temperature: '0',
      language: 'de',
      prompt,
    });
    const file = form.get('file') as File;
    expect([file.name, file.type]).toEqual(['segment.flac', 'audio/flac']);
    expect(Buffer.from(await file.arrayBuffer()).equals(segment)).toBe(true);
  });

  test('follows a redirect to another path of the same server with all it has, and goes there at once from then on', async () => {
    const { url, requests } = await startServer((request, response) => {
      if (request.url === '/v1/transcriptions/') return response.end('{}');
      return response
        .writeHead(308, { Location: `${request.url === '/v1/transcriptions' ? '' : '/v1'}/transcriptions/` })
        .end();
    });
    const headers = { Authorization: 'Bearer key' };
    for (let i = 0; i < 2; i += 1)
      expect((await upload(`${url}/transcriptions`, { headers })).status).toBe(200);
    const last = '/v1/transcriptions/';
    expect(requests.map(({ path }) => path)).toEqual(['/transcriptions', last, last]);
    for (const request of requests) {
      expect(request.headers.authorization).toBe('Bearer key');
      expect(request.body.equals(segment)).toBe(true);
    }
  });

  test('begins where it was told to again once the place that it was sent on to fails', async () => {
    let isThere = true;
    const { url, requests } = await startServer((request, response) => {
      if (request.url === '/new/x') return response.writeHead(isThere ? 200 : 404).end();
      return isThere ? response.writeHead(307, { Location: '/new/x' }).end() : response.end();
    });
    await upload(`${url}/x`);
    isThere = false;
    expect((await upload(`${url}/x`)).status).toBe(404);
    expect((await upload(`${url}/x`)).status).toBe(200);
    expect(requests.map(({ path }) => path)).toEqual(['/x', '/new/x', '/new/x', '/x']);
  });

  test('follows one to https on the same host and port', async () => {
    const authority = await createAuthority();
    const { url, requests } = await startServer(
      (request, response) => {
        if (isEncrypted(request)) return response.end('{}');
        return response.writeHead(301, { Location: `https://${request.headers.host}/x` }).end();
      },
      await authority.issue(),
    );
    expect((await upload(`${url}/x`, { headers: { Authorization: 'Bearer key' } })).status).toBe(200);
    expect(requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer key', 'Bearer key']);
  });

  test.each<[string, number, (own: string, other: string) => string]>([
    ['to another port', 307, (_own, other) => `${other}/x`],
    ['to another name of the same machine', 307, (own) => `${own.replace('127.0.0.1', 'localhost')}/x`],
    ['to a login', 302, () => '/login'],
    ['with a name in it', 307, (own) => `${own.replace('://', '://name@')}/x`],
    ['that wants another kind of request', 303, () => '/y/x'],
    ['in a loop', 307, () => '/x'],
    ['to nowhere', 307, () => 'http://['],
    ['to a scheme that is none', 307, () => 'file:///x'],
  ])('follows no redirect %s', async (_name, status, to) => {
    const elsewhere = await startServer((_request, response) => response.end('{}'));
    const { url, requests } = await startServer((_request, response) => {
      response.writeHead(status, { Location: to(url, elsewhere.url) }).end();
    });
    await expect(upload(`${url}/x`)).rejects.toThrow(`redirect (${status})`);
    expect(elsewhere.requests).toEqual([]);
    expect(new Set(requests.map(({ path }) => path))).toEqual(new Set(['/x']));
    expect(requests.length).toBeLessThan(5);
  });

  test('has a connection of its own, so that none is used that the server has closed', async () => {
    const { url, sockets } = await startServer((_request, response) => response.end('{}'));
    for (let i = 0; i < 3; i += 1) await (await upload(url)).text();
    expect(sockets.size).toBe(3);
  });

  test('says by its code that nobody listens', async () => {
    const server = await startServer((_request, response) => response.end());
    await server.stop();
    await expect(upload(server.url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('fails where the answer breaks off, before its head or after', async () => {
    const { url } = await startServer((request, response) => {
      if (request.url === '/at-once') return response.destroy();
      response.writeHead(200, { 'Content-Length': '1000' });
      return response.write('{"text": "half', () => response.destroy());
    });
    await expect(upload(`${url}/at-once`)).rejects.toMatchObject({ code: 'ECONNRESET' });
    const response = await upload(`${url}/half-way`);
    await expect(response.text()).rejects.toThrow();
  });

  test('ends with its signal, before the head of the answer and after', async () => {
    const { url, sockets } = await startServer((request, response) => {
      if (request.url === '/late') response.writeHead(200).write('{');
    });
    for (const path of ['/never', '/late']) {
      const stopping = new AbortController();
      const begun = upload(`${url}${path}`, { signal: stopping.signal });
      if (path === '/late') await begun;
      const ended = begun.then((response) => response.text());
      stopping.abort(new Error('stopped by a person'));
      await expect(ended).rejects.toThrow();
    }
    await allClosed(sockets);
    await expect(upload(url, { signal: AbortSignal.abort(new Error('too late')) })).rejects.toThrow(
      'too late',
    );
  });

  test('refuses a status that HTTP does not have, and lets go of the connection', async () => {
    const { url, sockets } = await startServer((_request, response) => {
      response.writeHead(777).write('and so on');
    });
    await expect(upload(url)).rejects.toThrow(RangeError);
    await allClosed(sockets);
  });
});

const fetchForUploads = createUploadFetch(
  createNetwork({ environment: {}, settings: () => Promise.resolve(networkSettingsSchema.parse({})) }),
);

const upload = (url: string, init: RequestInit = {}): Promise<Response> =>
  fetchForUploads(url, { method: 'POST', body: segment, ...init });

/** Whether they end in order or are reset depends on what was still on its way. */
async function allClosed(sockets: Iterable<Socket>): Promise<void> {
  await expect.poll(() => [...sockets].every(({ closed }) => closed)).toBe(true);
}

const isEncrypted = ({ socket }: IncomingMessage): boolean => socket instanceof TLSSocket;

type Heard = { path: string; headers: IncomingMessage['headers']; body: Buffer };

/** With a certificate it takes both kinds of connections at its one port. */
async function startServer(
  answer: RequestListener,
  certificate?: Certificate,
): Promise<{
  url: string;
  requests: Heard[];
  sockets: Set<Socket>;
  stop(): Promise<void>;
}> {
  const requests: Heard[] = [];
  const sockets = new Set<Socket>();
  const hear: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      answer(request, response);
    });
  };
  const plain = createServer(hear);
  const server = certificate === undefined ? plain : either(plain, createTlsServer(certificate, hear));
  server.on('connection', (socket: Socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  }
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, sockets, stop };
}

/** A connection that begins as TLS does goes to the one, all others to the other. */
function either(plain: Server, encrypted: Server): NetServer {
  return createNetServer((socket) => {
    socket.once('data', (bytes: Buffer) => {
      socket.pause();
      socket.unshift(bytes);
      (bytes[0] === 0x16 ? encrypted : plain).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
}
