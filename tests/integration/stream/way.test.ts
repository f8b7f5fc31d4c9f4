import { describe, expect, it } from 'vitest';
import { createNetwork, type Network } from '../../../src/main/core/network/network.ts';
import type { Dial } from '../../../src/main/core/network/network.ts';
import { networkSettingsSchema } from '../../../src/shared/settings/network.ts';
import { createAuthority } from '../../support/certificates.ts';
import { startConnectProxy } from '../../support/connect-proxy.ts';
import { createFastClock } from '../../support/fast-clock.ts';
import { startLedgerTarget } from '../../support/ledger-target.ts';
import { streamTo, type TestStream } from '../../support/streaming.ts';
import { describeWith } from '../../support/machine/needs.ts';

const second = 16_000;
// No name of this world: only the proxy can find it.
const name = 'backend.test';

function networkOf(environment: Record<string, string>, settings: object = {}): Network {
  const parsed = networkSettingsSchema.parse(settings);
  return createNetwork({ environment, settings: () => Promise.resolve(parsed) });
}

function dialTo(url: string, network: Network): Dial {
  return { url, headers: {}, findRoute: () => network.routeTo(url) };
}

function lastReason(stream: TestStream): string | null | undefined {
  return stream.events.filter(({ type }) => type === 'connection.ended').at(-1)?.reason;
}

describeWith(['openssl'], 'a stream through a proxy', () => {
  it('arrives whole at a target that only the proxy can find, whose authority is in a file', async () => {
    const authority = await createAuthority({ trusted: false });
    const target = await startLedgerTarget({}, { tls: await authority.issue({ name }) });
    const proxy = await startConnectProxy();
    const url = `wss://${name}:${target.port}/ws`;
    const network = networkOf({ HTTPS_PROXY: proxy.url }, { caFile: authority.file });
    const stream = streamTo(url, { dial: dialTo(url, network) });
    stream.recorded(3 * second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(target.balance(3 * second)).toMatchObject({ missing: 0, twice: 0 });
    expect(proxy.asked).toEqual([`${name}:${target.port}`]);
    // All that we say we sent went through the tunnel.
    expect(proxy.bytes()).toBeGreaterThanOrEqual(stream.bytes().out);
  });

  it('sends nothing to a target whose authority nobody named, and says what would help', async () => {
    const authority = await createAuthority({ trusted: false });
    const target = await startLedgerTarget({}, { tls: await authority.issue({ name }) });
    const proxy = await startConnectProxy();
    const url = `wss://${name}:${target.port}/ws`;
    const stream = streamTo(url, {
      dial: dialTo(url, networkOf({ HTTPS_PROXY: proxy.url })),
      clock: createFastClock(20),
    });
    stream.recorded(second);
    await expect.poll(() => lastReason(stream)).toMatch(/unknown authority|can't be verified.*CA file/s);
    expect(lastReason(stream)).toMatch(/Nothing was sent.*set its certificate as the CA file/);
    expect(target.received).toEqual([]);
  });

  it('gives the login of the environment to the proxy', async () => {
    const authority = await createAuthority();
    const target = await startLedgerTarget({}, { tls: await authority.issue({ name }) });
    const proxy = await startConnectProxy({ login: 'me:s@cret' });
    const url = `wss://${name}:${target.port}/ws`;
    const given = proxy.url.replace('//', '//me:s%40cret@');
    const stream = streamTo(url, { dial: dialTo(url, networkOf({ HTTPS_PROXY: given })) });
    stream.recorded(second);
    stream.finish();
    await expect(stream.done).resolves.toEqual({ complete: true });
    expect(proxy.logins).toEqual(['me:s@cret']);
    expect(JSON.stringify(stream.events)).not.toContain('s@cret');
  });
});

describe('a proxy that opens no way', () => {
  const url = `wss://${name}/ws`;

  it('that wants a login is asked once, and people are told what to do', async () => {
    const proxy = await startConnectProxy({ login: 'me:secret' });
    const stream = streamTo(url, { dial: dialTo(url, networkOf({ HTTPS_PROXY: proxy.url })) });
    stream.recorded(second);
    await expect.poll(() => stream.connection().phase).toBe('stopped');
    expect(stream.connection().sentence).toBe(
      `The proxy ${proxy.url} wants a login (HTTP 407). Give it as http://user:password@host:port in the environment variable HTTPS_PROXY.`,
    );
    expect(proxy.asked).toHaveLength(1);
  });

  it('that refuses is named, and tried again', async () => {
    const proxy = await startConnectProxy({ refuse: 403 });
    const stream = streamTo(url, {
      dial: dialTo(url, networkOf({ HTTPS_PROXY: proxy.url })),
      clock: createFastClock(20),
    });
    stream.recorded(second);
    await expect.poll(() => proxy.asked.length).toBeGreaterThan(1);
    expect(lastReason(stream)).toContain(
      `The proxy ${proxy.url} refused the connection to the target (HTTP 403).`,
    );
  });

  it('that is not running is named, and not the target', async () => {
    const proxy = await startConnectProxy();
    await proxy.stop();
    const stream = streamTo(url, {
      dial: dialTo(url, networkOf({ HTTPS_PROXY: proxy.url })),
      clock: createFastClock(20),
    });
    await expect
      .poll(() => lastReason(stream))
      .toMatch(/^The proxy http:\/\/127\.0\.0\.1:\d+ is not running, or its port is wrong/);
  });
});

describe('a file of authorities', () => {
  it('that is not there keeps nothing from being recorded, and is named', async () => {
    const target = await startLedgerTarget();
    const network = networkOf({}, { caFile: '/nowhere/ca.pem' });
    const stream = streamTo(target.url, {
      dial: dialTo(target.url, network),
      clock: createFastClock(20),
    });
    stream.recorded(second);
    await expect
      .poll(() => lastReason(stream))
      .toMatch(/^The file of certificate authorities \/nowhere\/ca\.pem can't be read/);
    expect(stream.counts()).toMatchObject({ pending: 1 });
  });
});
