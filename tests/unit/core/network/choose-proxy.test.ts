import { describe, expect, it } from 'vitest';
import {
  chooseProxy,
  whyUnusable,
  type ProxySources,
} from '../../../../src/main/core/network/choose-proxy.ts';

const none: ProxySources = { choices: [], environment: {}, system: null };
const wayTo = async (address: string, sources: Partial<ProxySources>): Promise<string | null> => {
  const chosen = await chooseProxy(address, { ...none, ...sources });
  return chosen === null ? null : `${chosen.url.href.replace(/\/$/, '')} by ${chosen.from}`;
};
const target = 'wss://backend.example/ws';
const proxy = 'http://proxy.example:3128';

describe('the way to an address', () => {
  it.each([
    ['ftp://proxy.example', 'proxy.bad-scheme', { scheme: 'ftp' }],
    ['htp://me:secret@proxy.example:1', 'proxy.bad-scheme', { scheme: 'htp' }],
    ['proxy.example:99999', 'proxy.bad-port', { port: '99999' }],
    ['http://me:secret@proxy.example:port', 'proxy.bad-port', { port: 'port' }],
    ['http:/proxy.example:3128', 'proxy.bad-address', {}],
    ['http://', 'proxy.bad-address', {}],
    ['two words', 'proxy.bad-address', {}],
  ])('tells whoever asks why %j names no proxy', async (value, code, params) => {
    const told: object[] = [];
    const way = await wayTo(target, {
      environment: { HTTPS_PROXY: value },
      onUnusable: (variable) => told.push(variable),
    });
    expect(way).toBeNull();
    expect(told).toEqual([{ name: 'HTTPS_PROXY', value }]);
    expect(whyUnusable(value)).toEqual({ code, params });
  });

  it('is direct where nobody names a proxy', async () => {
    await expect(wayTo(target, {})).resolves.toBeNull();
  });

  it.each([
    [{ HTTPS_PROXY: proxy }, target, `${proxy} by HTTPS_PROXY`],
    [{ https_proxy: proxy, HTTPS_PROXY: 'http://other.example' }, target, `${proxy} by https_proxy`],
    [{ ALL_PROXY: 'socks5://proxy.example:1080' }, target, 'socks5://proxy.example:1080 by ALL_PROXY'],
    [{ HTTPS_PROXY: 'proxy.example:3128' }, target, `${proxy} by HTTPS_PROXY`],
    [{ HTTPS_PROXY: ' ' }, target, null],
    [{ HTTPS_PROXY: 'ftp://proxy.example' }, target, null],
    [{ HTTPS_PROXY: 'http:/proxy.example:3128' }, target, null],
    [{ HTTPS_PROXY: 'http//proxy.example:3128' }, target, null],
    // What names a proxy for the one scheme says nothing of the other.
    [{ HTTP_PROXY: proxy }, target, null],
    [{ HTTP_PROXY: proxy }, 'http://api.example/v1', `${proxy} by HTTP_PROXY`],
    [{ HTTPS_PROXY: proxy }, 'https://api.groq.com', `${proxy} by HTTPS_PROXY`],
  ])('is read from the environment %j', async (environment, address, way) => {
    await expect(wayTo(address, { environment })).resolves.toBe(way);
  });

  it.each([
    'ws://localhost:8080/ws',
    'ws://127.0.0.1:1/ws',
    'ws://[::1]:1/ws',
    'ws://127.8.9.1/',
    'http://a.localhost/',
  ])('is direct to %s, which is this machine', async (address) => {
    const system = (): Promise<string> => Promise.resolve('PROXY p.example:1');
    await expect(wayTo(address, { environment: { ALL_PROXY: proxy }, system })).resolves.toBeNull();
  });

  it.each([
    ['backend.example', target],
    ['.example', target],
    ['*.example', target],
    ['example', target],
    ['one.test, BACKEND.example:443', target],
    ['*', target],
    ['10.0.0.0/8', 'wss://10.1.2.3/ws'],
    ['10.1.2.3', 'wss://10.1.2.3:8443/ws'],
    ['fd00::/8', 'wss://[fd12::1]/ws'],
    ['[fd12::1]:8443', 'wss://[fd12::1]:8443/ws'],
  ])('is direct where NO_PROXY (%s) names it', async (noProxy, address) => {
    await expect(
      wayTo(address, { environment: { HTTPS_PROXY: proxy, NO_PROXY: noProxy } }),
    ).resolves.toBeNull();
  });

  it.each([
    ['end.example', target],
    ['kend.example', target],
    ['backend.example:8443', target],
    ['192.168.0.0/16,10.0.0.0/99,/8', 'wss://10.1.2.3/ws'],
    ['0.0.3', 'wss://10.0.0.3/ws'],
    ['fd00::/8', 'wss://10.1.2.3/ws'],
    [',. ;', target],
  ])('is through the proxy where NO_PROXY (%s) names something else', async (noProxy, address) => {
    await expect(wayTo(address, { environment: { HTTPS_PROXY: proxy, no_proxy: noProxy } })).resolves.toBe(
      `${proxy} by HTTPS_PROXY`,
    );
  });

  it('is what the target says, then what the settings say, before the environment', async () => {
    const environment = { HTTPS_PROXY: proxy };
    const settings = { choice: 'http://set.example:1', from: 'settings' };
    const choices = (choice: string) => [{ choice, from: 'target' }, settings];
    await expect(wayTo(target, { environment, choices: choices('auto') })).resolves.toBe(
      'http://set.example:1 by settings',
    );
    await expect(wayTo(target, { environment, choices: choices('none') })).resolves.toBeNull();
    // A proxy that was named for one target is used for it even on this machine.
    await expect(wayTo('ws://localhost:1', { choices: choices('http://own.example:2') })).resolves.toBe(
      'http://own.example:2 by target',
    );
  });

  it('takes the login of a proxy from the environment, for that proxy only', async () => {
    const environment = { HTTPS_PROXY: 'http://me:secret@proxy.example:3128' };
    const choices = (choice: string) => [{ choice, from: 'settings' }];
    await expect(wayTo(target, { environment, choices: choices(proxy) })).resolves.toBe(
      'http://me:secret@proxy.example:3128 by settings',
    );
    await expect(wayTo(target, { environment, choices: choices('http://proxy.example:3129') })).resolves.toBe(
      'http://proxy.example:3129 by settings',
    );
  });

  it.each([
    ['PROXY p.example:8080; DIRECT', 'http://p.example:8080 by system'],
    ['HTTPS p.example:8443', 'https://p.example:8443 by system'],
    ['SOCKS p.example:1080; PROXY q.example:1', 'socks5://p.example:1080 by system'],
    ['DIRECT', null],
    ['', null],
    ['QUIC p.example:1', null],
  ])('is what the system answers (%s) where nobody else says anything', async (answer, way) => {
    const questions: string[] = [];
    const system = (url: string): Promise<string> => {
      questions.push(url);
      return Promise.resolve(answer);
    };
    await expect(wayTo(target, { system })).resolves.toBe(way);
    expect(questions).toEqual(['https://backend.example/ws']);
  });

  it('is direct when the system cannot be asked', async () => {
    await expect(wayTo(target, { system: () => Promise.reject(new Error('no')) })).resolves.toBeNull();
  });
});
