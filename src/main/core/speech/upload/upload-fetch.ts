import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';
import type { Network, Route } from '../../network/network.ts';

/**
 * `fetch` for uploads to a speech engine over node:http: bytes in, a Response out. Node's own keeps 60 MB after an
 * hour of segments, this one next to nothing (docs/decisions.md). It follows no redirect, for that would carry the
 * audio to a place that nobody chose, and keeps no connection: one that the server has closed meanwhile would cost
 * a segment that may have been billed.
 * @throws Error with the `code` of the failed connection; the signal's reason when that fires; TypeError for a redirect
 */
async function uploadFetch(
  network: Network,
  target: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const url = new URL(target instanceof Request ? target.url : target);
  const headers = new Headers(init.headers);
  const { body } = init;
  if (!(body instanceof Uint8Array)) throw new TypeError('Only bytes can be uploaded.');
  headers.set('connection', 'close');
  headers.set('content-length', String(body.byteLength));
  const message = await send(await network.routeTo(url.href), url, { ...init, body }, headers);
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    message.destroy();
    const refusal = new TypeError(`the answer is a redirect (${status}), which is not followed`);
    const { location = '' } = message.headers;
    const origin = URL.canParse(location, url.href) ? new URL(location, url.href).origin : null;
    throw Object.assign(refusal, { code: redirected, ...(origin !== null && { origin }) });
  }
  try {
    return responseOf(message, status);
  } catch (error) {
    // A status that HTTP does not have.
    message.destroy();
    throw error;
  }
}

/** The code of an error that says that the server sends its callers elsewhere. */
export const redirected = 'EREDIRECT';

/** The code of an error that says that a proxy opened no way: nothing was sent. */
export const proxyRefusal = 'EPROXY';

export function createUploadFetch(network: Network): typeof fetch {
  return (target: string | URL | Request, init?: RequestInit) => uploadFetch(network, target, init);
}

function send(
  { proxy, agent, ca }: Route,
  url: URL,
  { method = 'GET', signal, body }: RequestInit & { body: Uint8Array },
  headers: Headers,
): Promise<IncomingMessage> {
  signal?.throwIfAborted();
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const way = agent(signal ?? new AbortController().signal, (status) => {
      if (status !== 200) reject(refusedByProxy(proxy, status));
    });
    const options = {
      method,
      headers: Object.fromEntries(headers),
      ...(signal && { signal }),
      ...(way && { agent: way }),
      ...(ca && { ca }),
    };
    // For as long as it lives: what breaks off after the head of the answer is told by the answer's body, too.
    request(url, options, resolve).on('error', reject).end(body);
  });
}

function refusedByProxy(proxy: string | null, status: number): Error {
  const login = status === 407 ? '; it wants a login, which HTTPS_PROXY may hold' : '';
  const message = `the proxy ${proxy ?? ''} answers with HTTP ${status}${login}`;
  return Object.assign(new Error(message), { code: proxyRefusal });
}

function responseOf(message: IncomingMessage, status: number): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const isEmpty = status === 204 || status === 205;
  if (isEmpty) message.resume();
  const body = isEmpty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  return new Response(body, { status, headers });
}
