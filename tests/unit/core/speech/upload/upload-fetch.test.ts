import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createNetwork } from '../../../../../src/main/core/network/network.ts';
import { networkSettingsSchema } from '../../../../../src/shared/settings/network.ts';
import { createUploadFetch } from '../../../../../src/main/core/speech/upload/upload-fetch.ts';
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

  test('follows no redirect', async () => {
    const elsewhere = await startServer((_request, response) => response.end('{}'));
    const { url } = await startServer((_request, response) => {
      response.writeHead(307, { Location: elsewhere.url }).end();
    });
    await expect(upload(url)).rejects.toThrow('redirect (307)');
    expect(elsewhere.requests).toHaveLength(0);
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

async function startServer(answer: RequestListener): Promise<{
  url: string;
  requests: { headers: IncomingMessage['headers']; body: Buffer }[];
  sockets: Set<Socket>;
  stop(): Promise<void>;
}> {
  const requests: { headers: IncomingMessage['headers']; body: Buffer }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      requests.push({ headers: request.headers, body: Buffer.concat(chunks) });
      answer(request, response);
    });
  });
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  async function stop(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, sockets, stop };
}
