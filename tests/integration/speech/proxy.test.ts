import { once } from 'node:events';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createNetwork, type NetworkNeeds } from '../../../src/main/core/network/network.ts';
import { createOpenaiEngine } from '../../../src/main/core/speech/engines/openai-engine.ts';
import type { SegmentEngine } from '../../../src/main/core/speech/engines/segment-engine.ts';
import { networkSettingsSchema } from '../../../src/shared/settings/network.ts';
import { createAuthority, type Certificate } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { portOfNobody } from '../../support/held-port.ts';
import { describeWith } from '../../support/machine/needs.ts';

const name = 'speech.test';

async function startServer(tls: Certificate | null): Promise<{ port: number; bytes: () => number }> {
  let bytes = 0;
  const answer: RequestListener = (request, response) => {
    request.on('data', (block: Buffer) => (bytes += block.byteLength));
    request.on('end', () => response.end(JSON.stringify({ text: 'hello', words: [] })));
  };
  const server = (tls === null ? createPlainServer(answer) : createServer(tls, answer)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, bytes: () => bytes };
}

function engineAt(port: number, proxy: string, caFile: string | null): SegmentEngine {
  const settings = networkSettingsSchema.parse({ proxy, caFile });
  return engineBehind(`https://${name}:${port}/v1`, {
    environment: {},
    settings: () => Promise.resolve(settings),
  });
}

function engineBehind(baseUrl: string, needs: NetworkNeeds): SegmentEngine {
  return createOpenaiEngine({
    baseUrl,
    apiKey: 'sk-secret',
    model: 'whisper-1',
    billing: { leastSec: 0, usdPerHour: 0 },
    timeoutMs: 20_000,
    habits: { find: () => Promise.resolve(null), keep: () => Promise.resolve() },
    network: createNetwork(needs),
  });
}

/** What the environment of a company's machine says. */
function engineInside(baseUrl: string, environment: Record<string, string>): SegmentEngine {
  const settings = networkSettingsSchema.parse({});
  return engineBehind(baseUrl, { environment, settings: () => Promise.resolve(settings) });
}

const segment = { pcm: new Int16Array(16_000), prompt: null, language: null };
const request = () => ({ ...segment, signal: new AbortController().signal });

describeWith(['openssl'], 'a speech engine behind a proxy', () => {
  it('gets the segment through the tunnel, under an authority that is named by a file', async () => {
    const authority = await createAuthority({ trusted: false });
    const server = await startServer(await authority.issue({ name }));
    const proxy = await startConnectProxy();
    const { answer } = await engineAt(server.port, proxy.url, authority.file).transcribe(request());
    expect(answer.text).toBe('hello');
    expect(proxy.asked).toEqual([`${name}:${server.port}`]);
    expect(proxy.bytes()).toBeGreaterThan(server.bytes());
  });

  it('gets nothing when nobody vouches for it', async () => {
    const authority = await createAuthority({ trusted: false });
    const server = await startServer(await authority.issue({ name }));
    const proxy = await startConnectProxy();
    await expect(engineAt(server.port, proxy.url, null).transcribe(request())).rejects.toThrow(
      /can't be reached \(its certificate is .*UNABLE_TO/,
    );
    expect(server.bytes()).toBe(0);
  });

  it('is not reached when the proxy wants a login, and the proxy is what is named', async () => {
    const proxy = await startConnectProxy({ login: 'me:pw' });
    await expect(engineAt(443, proxy.url, null).transcribe(request())).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(
        `The OpenAI-compatible server can't be reached: the proxy ${proxy.url} wants a login (HTTP 407); HTTPS_PROXY or HTTP_PROXY may hold it, as http://user:password@host:port.`,
      ) as string,
    });
  });
});

describe('a speech engine without encryption behind a proxy of the environment', () => {
  it('is asked by the proxy itself, which may open tunnels to port 443 alone, with its login', async () => {
    const server = await startServer(null);
    const proxy = await startConnectProxy({ login: 'me:p w' });
    const login = { http_proxy: proxy.url.replace('//', '//me:p%20w@') };
    const { answer } = await engineInside(`http://box.local:${server.port}/v1`, login).transcribe(request());
    expect(answer.text).toBe('hello');
    expect(proxy).toMatchObject({
      passed: [`http://box.local:${server.port}/v1/audio/transcriptions`],
      asked: [],
      logins: ['me:p w'],
    });
    expect(proxy.bytes()).toBe(server.bytes());
  });

  it.each<[string, { login?: string; refuse?: number }, string]>([
    ['a proxy that wants a login', { login: 'me:pw' }, 'wants a login (HTTP 407)'],
    ['a proxy that is away', {}, 'is not running, or its port is wrong'],
  ])('is not reached by %s, which is named with what to do', async (what, script, words) => {
    const proxy = await startConnectProxy(script);
    const url = what.endsWith('away') ? `http://127.0.0.1:${await portOfNobody()}` : proxy.url;
    const engine = engineInside('http://box.local:9/v1', { HTTP_PROXY: url });
    await expect(engine.transcribe(request())).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(`can't be reached: the proxy ${url} ${words}`) as string,
    });
  });

  it('is reached directly where NO_PROXY names it', async () => {
    const server = await startServer(null);
    const proxy = await startConnectProxy({ refuse: 403 });
    const inside = { HTTP_PROXY: proxy.url, NO_PROXY: '*' };
    const engine = engineInside(`http://127.0.0.1:${server.port}/v1`, inside);
    expect((await engine.transcribe(request())).answer.text).toBe('hello');
    expect(proxy).toMatchObject({ passed: [], asked: [] });
  });
});

describeWith(['openssl'], 'a tunnel that is refused', () => {
  it.each([
    [403, 'refused the connection (HTTP 403); ask whoever runs it, or add the address to NO_PROXY'],
    [407, 'wants a login (HTTP 407)'],
  ])('with %i is told as what the proxy did', async (refuse, words) => {
    const proxy = await startConnectProxy({ refuse });
    await expect(engineAt(443, proxy.url, null).transcribe(request())).rejects.toThrow(
      `the proxy ${proxy.url} ${words}`,
    );
  });
});
