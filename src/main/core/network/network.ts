/**
 * How this machine gets to others: through which proxy, and which certificates it trusts.
 * Needs the environment, the settings, and the host's view of the system's proxy.
 * Owns nothing that lasts: each connection is given an agent of its own.
 */
import { HttpsProxyAgent } from 'https-proxy-agent';
import { SocksProxyAgent } from 'socks-proxy-agent';
import type { NetworkSettings } from '../../../shared/settings/network.ts';
import { say, sayIt, sentence, type Sentence } from '../../../shared/words/all-words.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import type { AskSystemProxy, Notify } from '../ports/ports.ts';
import { readAuthorities, usualAuthorities } from './authorities.ts';
import type { Route } from './route.ts';
import { chooseProxy, proxyUrl, proxyVariable, whyUnusable, type ProxyVariable } from './choose-proxy.ts';

export { readAuthorities };
export { directDial, type Dial, type RestPlace } from './dial.ts';
export { httpGet } from './http-get.ts';
export { endOfError, isOfCompression, type ConnectionEnd } from './failures/connection-end.ts';
export { whyOfFailure, wordsOfFailure } from './failures/failure-words.ts';
export { isAllowedOrigin, isOrigin } from './page-origins.ts';
export { outsideText } from './failures/outside-text.ts';
export { sendRequest } from './send-request.ts';
export { onSocketEnd } from './failures/socket-end.ts';
export { endOfUpgradeAnswer } from './failures/upgrade-answer.ts';
export { openWatchedSocket } from './watched-socket.ts';
export type { Route };

/** What one place asks for itself; the rest is as for all. */
export type OwnWay = { proxy?: string | null; caFile?: string | null };

export type Network = {
  /** @throws AppError `bad-input` for a file of certificates that cannot be used */
  routeTo(url: string, own?: OwnWay): Promise<Route>;
};

export type NetworkNeeds = {
  environment: Environment;
  settings: () => Promise<NetworkSettings>;
  systemProxy?: AskSystemProxy | undefined;
  /** Told once of each variable that should name a proxy and does not. */
  notify?: Notify;
};

export function createNetwork({ environment, settings, systemProxy, notify }: NetworkNeeds): Network {
  const told = new Set<string>();
  const onUnusable = (variable: ProxyVariable): void => {
    if (told.has(variable.name)) return;
    told.add(variable.name);
    const body = sayIt(unusable(variable));
    notify?.({ title: say('proxy.unusable.title'), body, urgency: 'normal' });
  };
  return {
    async routeTo(url, own = {}) {
      const { proxy, caFile } = await settings();
      const chosen = await chooseProxy(url, {
        choices: [
          { choice: own.proxy ?? 'auto', from: 'target' },
          { choice: proxy, from: 'settings' },
        ],
        environment,
        system: systemProxy ?? null,
        onUnusable,
      });
      // A packaged app does not read this variable by itself.
      const files = [own.caFile, caFile, environment.NODE_EXTRA_CA_CERTS].filter(
        (file) => typeof file === 'string' && file !== '',
      );
      return routeThrough({ proxyUrl: chosen?.url.href ?? null, ca: await trusted(files as string[]) });
    },
  };
}

async function trusted(files: readonly string[]): Promise<string[] | undefined> {
  if (files.length === 0) return undefined;
  const own = await Promise.all(files.map(readAuthorities));
  return [...usualAuthorities(), ...own.flat()];
}

/** A route as plain values, for another thread. */
export type PlainRoute = Pick<Route, 'proxyUrl' | 'ca'>;

export function routeThrough({ proxyUrl: address, ca }: PlainRoute): Route {
  if (address === null) return { proxyUrl: null, proxy: null, ca, agent: () => undefined };
  const url = new URL(address);
  return {
    proxyUrl: address,
    proxy: proxyForPeople(url),
    ca,
    agent(signal, onAnswer) {
      if (url.protocol.startsWith('socks')) return new SocksProxyAgent(url, { socketOptions: { signal } });
      // Always a tunnel: a WebSocket cannot pass a proxy otherwise.
      const agent = new HttpsProxyAgent(url, { signal, ...(ca && { ca }) });
      agent.once('proxyConnect', ({ statusCode }: { statusCode: number }) => onAnswer?.(statusCode));
      return agent;
    },
  };
}

/** What is wrong with a variable, without the login that it may hold. */
function unusable({ name, value }: ProxyVariable): Sentence {
  const given = value.replace(/^(.*:\/\/)?.*@/, '$1…@');
  return sentence('proxy.unusable', { name, value: given, why: whyUnusable(value) });
}

function proxyForPeople(url: URL): string {
  return `${url.protocol}//${url.host}`;
}

/** What `doctor` says of the proxy: what the settings and the environment name, without logins. */
export function describeProxy(
  { proxy }: NetworkSettings,
  environment: Environment,
): { found: Sentence; problem: Sentence | null } {
  if (proxy === 'none') return { found: sentence('proxy.off'), problem: null };
  if (proxy !== 'auto') {
    const found = sentence('proxy.by-settings', { proxy: proxyForPeople(new URL(proxy)) });
    return { found, problem: null };
  }
  const named = ['wss:', 'ws:'].flatMap((protocol) => proxyVariable(protocol, environment) ?? []);
  const variables = [...new Map(named.map((one) => [one.name, one])).values()];
  if (variables.length === 0) return { found: sentence('proxy.none'), problem: null };
  const bad = variables.find(({ value }) => proxyUrl(value) === null);
  const proxies = variables.map(({ name, value }) => {
    const url = proxyUrl(value);
    return url === null
      ? sentence('proxy.not-address', { name })
      : sentence('proxy.by-variable', { proxy: proxyForPeople(url), name });
  });
  const exempt = (environment.no_proxy ?? environment.NO_PROXY ?? '').trim();
  return {
    found:
      exempt === '' ? sentence('proxy.all', { proxies }) : sentence('proxy.all-but', { proxies, exempt }),
    problem: bad === undefined ? null : unusable(bad),
  };
}
