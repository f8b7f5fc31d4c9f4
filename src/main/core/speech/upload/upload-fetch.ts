import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Readable } from 'node:stream';

/**
 * `fetch` for uploads to a speech engine over node:http: bytes in, a Response out. Node's own keeps 60 MB after an
 * hour of segments, this one next to nothing (docs/decisions.md). It follows no redirect, for that would carry the
 * audio to a place that nobody chose, and keeps no connection: one that the server has closed meanwhile would cost
 * a segment that may have been billed.
 * @throws Error with the `code` of the failed connection; the signal's reason when that fires; TypeError for a redirect
 */
async function uploadFetch(target: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const url = new URL(target instanceof Request ? target.url : target);
  const headers = new Headers(init.headers);
  const { body } = init;
  if (!(body instanceof Uint8Array)) throw new TypeError('Only bytes can be uploaded.');
  headers.set('connection', 'close');
  headers.set('content-length', String(body.byteLength));
  const message = await send(url, init, headers, body);
  const status = message.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    message.destroy();
    throw new TypeError(`the answer is a redirect (${status}), which is not followed`);
  }
  try {
    return responseOf(message, status);
  } catch (error) {
    // A status that HTTP does not have.
    message.destroy();
    throw error;
  }
}

/** With the Response that it answers, where groq-sdk looks for it before it tries a request. */
export const fetchForUploads = Object.assign(uploadFetch, { Response });

function send(
  url: URL,
  { method = 'GET', signal }: RequestInit,
  headers: Headers,
  body: Uint8Array,
): Promise<IncomingMessage> {
  signal?.throwIfAborted();
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const options = { method, headers: Object.fromEntries(headers), ...(signal && { signal }) };
    // For as long as it lives: what breaks off after the head of the answer is told by the answer's body, too.
    request(url, options, resolve).on('error', reject).end(body);
  });
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
