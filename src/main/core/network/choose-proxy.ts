import { sentence, type Sentence } from '../../../shared/words/all-words.ts';
import type { Environment } from '../lifecycle/lifecycle.ts';
import { isExempt } from './no-proxy.ts';

/** A proxy with its login, and who named it. */
export type ChosenProxy = { url: URL; from: string };

/** What is asked in this order: whoever says something decides. */
export type ProxySources = {
  /** Of one target, or of the settings: `auto`, `none` or a URL. */
  choices: readonly { choice: string; from: string }[];
  environment: Environment;
  /** What the system says of an address, as `FindProxyForURL` answers; `null` where there is none to ask. */
  system: ((url: string) => Promise<string>) | null;
  /** Told of a variable that decides and can't be used; the way is direct then. */
  onUnusable?: (variable: ProxyVariable) => void;
};

/** A variable of the environment that is to name a proxy, as it is spelled there. */
export type ProxyVariable = { name: string; value: string };

/** The way to an address: a proxy, or `null` for the direct one. */
export async function chooseProxy(address: string, sources: ProxySources): Promise<ChosenProxy | null> {
  const { environment } = sources;
  const chosen = sources.choices.find(({ choice }) => choice !== 'auto');
  if (chosen?.choice === 'none') return null;
  if (chosen !== undefined) return { url: withLogin(new URL(chosen.choice), environment), from: chosen.from };
  const url = new URL(address);
  // What runs on this machine is not behind a proxy, and no proxy could reach it.
  if (isLoopbackHost(url.hostname)) return null;
  if (isExempt(url, valueOf(environment, 'NO_PROXY')?.value ?? '')) return null;
  const given = proxyVariable(url.protocol, environment);
  if (given !== null) {
    const proxy = proxyUrl(given.value);
    if (proxy === null) sources.onUnusable?.(given);
    return proxy === null ? null : { url: proxy, from: given.name };
  }
  if (sources.system === null) return null;
  // Proxies are asked for by the web's schemes; not every system knows those of sockets.
  const answer = await sources.system(address.replace(/^ws/i, 'http')).catch(() => 'DIRECT');
  const proxy = firstOfPac(answer);
  return proxy === null ? null : { url: proxy, from: 'system' };
}

/** The variable that names a proxy for a scheme, the scheme's own before the one for all. */
export function proxyVariable(protocol: string, environment: Environment): ProxyVariable | null {
  const isSecure = protocol === 'https:' || protocol === 'wss:';
  // A CGI server sets HTTP_PROXY from a request's header; nobody runs this as one, and many set it in capitals.
  return valueOf(environment, isSecure ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? valueOf(environment, 'ALL_PROXY');
}

/** `proxy.example:3128` is an address too, as it is for curl; `null` for what is none. */
export function proxyUrl(text: string): URL | null {
  const url = parsed(text);
  return url !== null && isProxyScheme(url.protocol) ? url : null;
}

/** Why such a text names no proxy. */
export function whyUnusable(text: string): Sentence {
  const scheme = schemeOf(text);
  if (scheme !== null && !isProxyScheme(`${scheme}:`.toLowerCase()))
    return sentence('proxy.bad-scheme', { scheme });
  const port = /^[^/]*:([^/:@\]]+)\/?$/.exec(text.replace(/^[^/]*:\/\//, ''))?.[1];
  const isPort = port === undefined || (/^\d{1,5}$/.test(port) && Number(port) <= 65_535);
  return isPort ? sentence('proxy.bad-address') : sentence('proxy.bad-port', { port });
}

const schemeOf = (text: string): string | null => /^([a-z][a-z\d+.-]*):\/\//i.exec(text)?.[1] ?? null;

const isProxyScheme = (protocol: string): boolean => /^(https?|socks(4a?|5h?)?):$/.test(protocol);

function parsed(text: string): URL | null {
  const isFull = schemeOf(text) !== null;
  // A slash was forgotten in `http:/proxy.example`: its host is not "http".
  if (!isFull && /\/./.test(text)) return null;
  const full = isFull ? text : `http://${text}`;
  const url = URL.canParse(full) ? new URL(full) : null;
  return url === null || url.hostname === '' ? null : url;
}

function valueOf(environment: Environment, name: string): ProxyVariable | null {
  for (const spelling of [name.toLowerCase(), name]) {
    const value = (environment[spelling] ?? '').trim();
    if (value !== '') return { name: spelling, value };
  }
  return null;
}

/** A login belongs to one proxy; it is given to that one only. */
function withLogin(url: URL, environment: Environment): URL {
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY']) {
    const given = proxyUrl(valueOf(environment, name)?.value ?? '');
    if (given?.host !== url.host || given.protocol !== url.protocol) continue;
    url.username = given.username;
    url.password = given.password;
    return url;
  }
  return url;
}

const pacSchemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS4: 'socks4',
  SOCKS5: 'socks5',
};

/** The first way of an answer such as `PROXY proxy.example:3128; DIRECT`. */
function firstOfPac(answer: string): URL | null {
  const [kind = '', place = ''] = (answer.split(';')[0] ?? '').trim().split(/\s+/);
  const scheme = pacSchemes[kind.toUpperCase()];
  return scheme === undefined ? null : proxyUrl(`${scheme}://${place}`);
}

function isLoopbackHost(hostname: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(hostname);
}
