import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { sendRequest, type Network } from '../../network/network.ts';

/** Where servers sent their callers on to, for as long as the app runs: audio goes there at once. */
type Moved = Map<string, string>;

// http to https, and a slash or a version behind it.
const mostRedirects = 3;

/**
 * `fetch` for uploads to a speech engine over node:http: bytes in, a Response out. Node's own keeps 60 MB after an
 * hour of segments, this one next to nothing (docs/decisions.md). It follows a redirect on the same host, to another path or to
 * https, and no other: that would carry audio and key to a place that nobody chose. It keeps no connection: one that the server has
 * closed meanwhile would cost a segment that may have been billed.
 * @throws Error with the `code` of the failed connection; AppError `unreachable` where a proxy opens no way; the signal's reason when that fires; TypeError for a redirect
 */
async function uploadFetch(
  { network, moved }: { network: Network; moved: Moved },
  target: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const given = new URL(target instanceof Request ? target.url : target);
  const headers = new Headers(init.headers);
  const { body } = init;
  if (!(body instanceof Uint8Array)) throw new TypeError('Only bytes can be uploaded.');
  headers.set('connection', 'close');
  headers.set('content-length', String(body.byteLength));
  let url = new URL(moved.get(given.href) ?? given);
  // What was true of a server once need not be so for ever: after a failure the next request begins where people said.
  moved.delete(given.href);
  for (let redirects = 0; ; redirects += 1) {
    const message = await sendRequest(await network.routeTo(url.href), url, {
      method: init.method ?? 'GET',
      headers: Object.fromEntries(headers),
      body,
      signal: init.signal ?? null,
    });
    const status = message.statusCode ?? 0;
    if (status < 300 || status >= 400) {
      if (status < 300 && url.href !== given.href) moved.set(given.href, url.href);
      return responseOf(message, status);
    }
    message.destroy();
    const { location = '' } = message.headers;
    const next = URL.canParse(location, url.href) ? new URL(location, url.href) : null;
    if (next === null || redirects >= mostRedirects || !isSamePlace(url, next, status))
      throw redirect(status, next?.origin ?? null);
    url = next;
  }
}

/**
 * Whether a redirect leads to the same service of the same server: behind another path, or by https, on the port that it was asked
 * at or on those that both have by themselves. A page to log in is another service, and 303 wants a request without the audio.
 */
function isSamePlace(from: URL, to: URL, status: number): boolean {
  const isAsked = [301, 302, 307, 308].includes(status) && to.username === '' && to.password === '';
  if (!isAsked || to.hostname !== from.hostname || to.port !== from.port) return false;
  const isAsSafe = to.protocol === from.protocol || to.protocol === 'https:';
  return isAsSafe && serviceOf(to) === serviceOf(from);
}

const serviceOf = ({ pathname }: URL): string => pathname.replace(/\/+$/, '').split('/').at(-1) ?? '';

function redirect(status: number, origin: string | null): Error {
  const refusal = new TypeError(`the answer is a redirect (${status}), which is not followed`);
  return Object.assign(refusal, { code: redirected, ...(origin !== null && { origin }) });
}

/** The code of an error that says that the server sends its callers elsewhere. */
export const redirected = 'EREDIRECT';

export function createUploadFetch(network: Network): typeof fetch {
  const moved: Moved = new Map();
  return (target: string | URL | Request, init?: RequestInit) =>
    uploadFetch({ network, moved }, target, init);
}

/** @throws RangeError for a status that HTTP does not have */
function responseOf(message: IncomingMessage, status: number): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const isEmpty = status === 204 || status === 205;
  if (isEmpty) message.resume();
  const body = isEmpty ? null : (Readable.toWeb(message) as ReadableStream<Uint8Array>);
  try {
    return new Response(body, { status, headers });
  } catch (error) {
    message.destroy();
    throw error;
  }
}
