import type { IncomingMessage } from 'node:http';
import { say } from '../../../shared/words/all-words.ts';
import { isAllowedOrigin, isOrigin } from '../network/network.ts';

// The pages of the meetings, in which the Chrome extension runs.
const meetings = /^https:\/\/(?:meet\.google\.com|(?:[a-z0-9-]+\.)*zoom\.us|teams\.microsoft\.com)$/;
const extension = /^[a-z]+-extension:/;
// A page that rebinds its own name to this machine says that name here.
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/** Why a client may not use the tap, in one sentence, and the origin that somebody could allow. */
export type Refusal = { sentence: string; origin: string | null; status?: string };

/**
 * `null` for a client that may use the tap. A client that is no page says no origin; a page's browser says where the page
 * came from, and a sandboxed page of any site says `null`.
 */
export function refusalOf(request: IncomingMessage, allowed: readonly string[]): Refusal | null {
  const { host, origin } = request.headers;
  if (host === undefined || !loopbackHost.test(host))
    return {
      sentence: say('tester.tap-loopback'),
      origin: null,
    };
  if (isAllowedOrigin(origin, allowed) || meetings.test(origin ?? '')) return null;
  const name = (origin ?? '').slice(0, 300);
  if (!isOrigin(name))
    return {
      sentence: say('tester.tap-odd-origin', { origin: name }),
      origin: null,
    };
  const code = extension.test(name) ? 'tester.tap-extension' : 'tester.tap-site';
  return { sentence: say(code, { origin: name }), origin: name };
}

/** `null` for a request that RFC 6455 calls an opening handshake: the target is not asked about any other. */
export function oddUpgrade({ method, headers }: IncomingMessage): Refusal | null {
  const what =
    method !== 'GET'
      ? (method ?? '')
      : headers.upgrade?.toLowerCase() !== 'websocket'
        ? `Upgrade: ${headers.upgrade ?? ''}`
        : !/^[+/\dA-Za-z]{22}==$/.test(headers['sec-websocket-key'] ?? '')
          ? `Sec-WebSocket-Key: ${headers['sec-websocket-key'] ?? ''}`
          : !/^(?:13|8)$/.test(headers['sec-websocket-version'] ?? '')
            ? `Sec-WebSocket-Version: ${headers['sec-websocket-version'] ?? ''}`
            : null;
  if (what === null) return null;
  return {
    sentence: say('tester.tap-odd-upgrade', { what: what.slice(0, 200) }),
    origin: null,
    status: '400 Bad Request',
  };
}

// What belongs to one connection, what we say ourselves, and what a browser keeps for localhost and no other place.
const notPassedOn =
  /^(?:host|connection|upgrade|cookie|content-length|transfer-encoding|te|trailer|keep-alive|proxy-.*|sec-websocket-.*|access-control-.*)$/;

/**
 * What the target is to see of the client's request: who it is and where it comes from. A target on this machine is not
 * told the page: the tap has judged it, and such a target would judge it as if it were asked by that page itself.
 */
export function headersToPassOn(request: IncomingMessage, targetUrl: string): Record<string, string> {
  const headers: Record<string, string> = {};
  const isHere = loopbackHost.test(new URL(targetUrl).host);
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value !== 'string' || notPassedOn.test(name)) continue;
    if (name !== 'origin' || !isHere) headers[name] = value;
  }
  return headers;
}
