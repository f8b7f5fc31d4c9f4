import {
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import { AppError } from '../../../shared/errors.ts';
import { sentence, type Sentence } from '../../../shared/words/all-words.ts';
import type { Route } from './route.ts';

export type Sent = {
  method: string;
  headers: Record<string, string>;
  body?: Uint8Array;
  signal: AbortSignal | null;
};

/**
 * One request by a route, without following redirects. To an address without encryption a proxy passes it on itself, as all
 * clients have it do: many open tunnels to port 443 alone.
 * @throws AppError `unreachable` where the proxy opens no way: nothing was sent; the error of the connection otherwise
 */
export function sendRequest(route: Route, url: URL, sent: Sent): Promise<IncomingMessage> {
  const { method, headers, body, signal } = sent;
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    let isUnderWay = route.proxy === null;
    const refuse = (why: Sentence): void => reject(new AppError('unreachable', why));
    const options = { method, headers, ...(signal && { signal }), ...(route.ca && { ca: route.ca }) };
    const onAnswer = (message: IncomingMessage): void => {
      // Nobody but a proxy answers so.
      if (message.statusCode === 407 && route.proxy !== null) {
        message.destroy();
        refuse(refusal(route.proxy, 407));
      } else resolve(message);
    };
    const passing = passingProxy(route, url);
    const request =
      passing === null
        ? throughTunnel(route, url, { options, signal, onAnswer, refuse })
        : passOn(passing, url, options, onAnswer);
    // Whoever answers "keep-alive" to that all the same would get the next request on a connection that it has done with.
    if (headers.connection === 'close') request.shouldKeepAlive = false;
    request.on('socket', (socket) => {
      if (passing === null) isUnderWay = true;
      else socket.once('connect', () => (isUnderWay = true));
    });
    // For as long as it lives: what breaks off after the head of the answer is told by the answer's body, too.
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (isUnderWay || signal?.aborted === true) reject(error);
      else refuse(proxyTrouble(route.proxy ?? '', error));
    });
    request.end(body);
  });
}

/** The proxy that passes requests on to this address itself; `null` for a tunnel or the direct way. */
function passingProxy({ proxyUrl }: Route, url: URL): URL | null {
  if (proxyUrl === null || url.protocol !== 'http:') return null;
  const proxy = new URL(proxyUrl);
  return proxy.protocol.startsWith('http') ? proxy : null;
}

function passOn(
  proxy: URL,
  url: URL,
  options: Omit<RequestOptions, 'headers'> & { headers: Readonly<Record<string, string>> },
  onAnswer: (message: IncomingMessage) => void,
): ClientRequest {
  const request = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const headers = {
    ...options.headers,
    host: url.host,
    ...(login !== ':' && { 'proxy-authorization': `Basic ${Buffer.from(login).toString('base64')}` }),
  };
  const { protocol, hostname, port } = proxy;
  const path = `${url.origin}${url.pathname}${url.search}`;
  return request(
    { ...options, protocol, hostname: hostname.replace(/^\[|\]$/g, ''), port, path, headers },
    onAnswer,
  );
}

function throughTunnel(
  { agent, proxy }: Route,
  url: URL,
  given: {
    options: RequestOptions;
    signal: AbortSignal | null;
    onAnswer: (message: IncomingMessage) => void;
    refuse: (why: Sentence) => void;
  },
): ClientRequest {
  const way = agent(given.signal ?? new AbortController().signal, (status) => {
    if (status !== 200) given.refuse(refusal(proxy ?? '', status));
  });
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return request(url, { ...given.options, ...(way && { agent: way }) }, given.onAnswer);
}

function refusal(proxy: string, status: number): Sentence {
  return status === 407 ? sentence('proxy.login', { proxy }) : sentence('proxy.refuses', { proxy, status });
}

function proxyTrouble(proxy: string, { code = '' }: NodeJS.ErrnoException): Sentence {
  if (code === 'ECONNREFUSED') return sentence('proxy.not-running', { proxy });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return sentence('proxy.not-found', { proxy });
  return sentence('proxy.no-way', { proxy, code });
}
