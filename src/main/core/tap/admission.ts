import type { IncomingMessage } from 'node:http';

// Where the Chrome extension runs: the pages of the meetings, and its own.
const usualOrigins =
  /^(?:https:\/\/meet\.google\.com|https:\/\/(?:[a-z0-9-]+\.)*zoom\.us|https:\/\/teams\.microsoft\.com|chrome-extension:\/\/[a-p]{32})$/;
// A page that rebinds its own name to this machine says that name here.
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

/**
 * Why a client may not use the tap, in one sentence; `null` when it may. A client that is no page says no origin; a
 * page's browser says where the page came from, and a sandboxed page of any site says `null`.
 */
export function refusalOf(request: IncomingMessage, allowed: readonly string[]): string | null {
  const { host, origin } = request.headers;
  if (host === undefined || !loopbackHost.test(host))
    return 'The tap answers by its loopback address only. Use ws://localhost or ws://127.0.0.1 with its port.';
  if (origin === undefined || usualOrigins.test(origin) || allowed.includes(origin)) return null;
  return `Pages of ${origin.slice(0, 200)} may not use the tap. Start it with --allow-origin ${origin.slice(0, 200)} if they are yours.`;
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
