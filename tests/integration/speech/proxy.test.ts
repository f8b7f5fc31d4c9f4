import { once } from 'node:events';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../../../src/main/core/network/network.ts';
import { createOpenaiEngine } from '../../../src/main/core/speech/engines/openai-engine.ts';
import type { SegmentEngine } from '../../../src/main/core/speech/engines/segment-engine.ts';
import { networkSettingsSchema } from '../../../src/shared/settings/network.ts';
import { createAuthority, type Certificate } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { describeWith } from '../../support/machine/needs.ts';

const name = 'speech.test';

async function startServer(tls: Certificate): Promise<{ port: number; bytes: () => number }> {
  let bytes = 0;
  const server = createServer(tls, (request, response) => {
    request.on('data', (block: Buffer) => (bytes += block.byteLength));
    request.on('end', () => response.end(JSON.stringify({ text: 'hello', words: [] })));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, bytes: () => bytes };
}

function engineAt(port: number, proxy: string, caFile: string | null): SegmentEngine {
  const settings = networkSettingsSchema.parse({ proxy, caFile });
  return createOpenaiEngine({
    baseUrl: `https://${name}:${port}/v1`,
    apiKey: 'sk-secret',
    model: 'whisper-1',
    billing: { leastSec: 0, usdPerHour: 0 },
    timeoutMs: 20_000,
    habits: { find: () => Promise.resolve(null), keep: () => Promise.resolve() },
    network: createNetwork({ environment: {}, settings: () => Promise.resolve(settings) }),
  });
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
      /can't be reached \(UNABLE_TO/,
    );
    expect(server.bytes()).toBe(0);
  });

  it('is not reached when the proxy wants a login, and the proxy is what is named', async () => {
    const proxy = await startConnectProxy({ login: 'me:pw' });
    await expect(engineAt(443, proxy.url, null).transcribe(request())).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining(
        `The OpenAI-compatible server can't be reached: the proxy ${proxy.url} answers with HTTP 407; it wants a login, which HTTPS_PROXY may hold.`,
      ) as string,
    });
  });
});
