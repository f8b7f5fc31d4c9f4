import type { IncomingHttpHeaders } from 'node:http';
import type { ConnectionEnd } from './connection-end.ts';
import { outsideText } from './outside-text.ts';
import { sentence, tell } from '../../../../shared/words/all-words.ts';

/** A plain HTTP answer to the request for a WebSocket. */
export type UpgradeAnswer = {
  status: number;
  headers: IncomingHttpHeaders;
  /** The address that was asked. */
  url: string;
  /** The proxy, where it is the proxy that answers. */
  proxy: string | null;
  nowMs: number;
};

/** What it means when the target answers the WebSocket upgrade with plain HTTP. */
export function endOfUpgradeAnswer(answer: UpgradeAnswer): ConnectionEnd {
  const { status, headers } = answer;
  if (answer.proxy !== null) return endOfProxyAnswer(status, answer.proxy);
  const retryAfterMs = readRetryAfter(headers['retry-after'], answer.nowMs);
  return {
    ...(endOfNgrok(answer) ?? endOfRedirect(answer) ?? endOfStatus(status, retryAfterMs)),
    ...(retryAfterMs !== null && { retryAfterMs }),
  };
}

function endOfStatus(status: number, retryAfterMs: number | null): ConnectionEnd {
  const code = `http-${status}`;
  const wait = retryAfterMs === null ? '' : sentence('end.wait', { sec: Math.ceil(retryAfterMs / 1_000) });
  switch (status) {
    case 401:
    case 403:
      return { code, ...tell('end.http-refused', { status }), retry: false, wantsCredential: true };
    case 200:
      return { code, ...tell('end.http-200'), retry: true };
    case 404:
      return { code, ...tell('end.http-404'), retry: true };
    case 429:
    case 503:
      return { code, ...tell(`end.http-${status}`, { wait }), retry: true };
    default:
      return { code, ...tell('end.http', { status, wait }), retry: true };
  }
}

function endOfProxyAnswer(status: number, proxy: string): ConnectionEnd {
  const code = `proxy-http-${status}`;
  return status === 407
    ? { code, ...tell('end.proxy-login', { proxy }), retry: false }
    : { code, ...tell('end.proxy-http', { proxy, status }), retry: true };
}

/** ngrok's errors about which people can do something: https://ngrok.com/docs/errors/reference */
const ngrokNumbers = [3200, 8012, 3004, 6024, 6022, 702, 734, 725, 726, 727] as const;

function endOfNgrok({ headers, status, url }: UpgradeAnswer): ConnectionEnd | null {
  const given = headers['ngrok-error-code'];
  const code = typeof given === 'string' ? outsideText(given).toUpperCase() : '';
  if (!/^ERR_NGROK_\d{1,6}$/.test(code)) return null;
  const tunnel = { host: new URL(url).host, code, status };
  const known = ngrokNumbers.find((number) => code === `ERR_NGROK_${number}`);
  const told =
    known === undefined
      ? tell('end.ngrok', { ...tunnel, link: `https://ngrok.com/docs/errors/${code.toLowerCase()}` })
      : tell(`end.ngrok-${known}`, tunnel);
  return { code: code.toLowerCase(), ...told, retry: true };
}

function endOfRedirect({ status, headers, url }: UpgradeAnswer): ConnectionEnd | null {
  if (status < 300 || status > 399 || headers.location === undefined) return null;
  const code = `http-${status}`;
  const place = redirectPlace(headers.location, url);
  if (place === null) return { code, ...tell('end.redirect-nowhere', { status }), retry: true };
  const isLogin = /\b(log-?in|sign-?in|auth|sso|oauth2?)\b/i.test(place);
  const told = tell(isLogin ? 'end.redirect-login' : 'end.redirect', { status, place });
  return { code, ...told, retry: true };
}

/** Without what may be secret, and as the address of a socket. */
function redirectPlace(location: string, from: string): string | null {
  if (!URL.canParse(location, from)) return null;
  const { protocol, host, pathname } = new URL(location, from);
  const scheme = protocol.replace(/^http/, 'ws');
  return /^wss?:$/.test(scheme) ? outsideText(`${scheme}//${host}${pathname}`) : null;
}

// A target that names next week is tried again before: people may have fixed it.
const longestMs = 3_600_000;

/** Seconds or a date (RFC 9110), ms from now; `null` where there is none or it cannot be read. */
export function readRetryAfter(value: string | undefined, nowMs: number): number | null {
  const text = (value ?? '').trim();
  const ms = /^\d{1,12}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  // A date is longer than any number that Date.parse would take for a year.
  if (text === '' || Number.isNaN(ms) || (!/^\d+$/.test(text) && text.length < 10)) return null;
  return Math.min(longestMs, Math.max(0, ms));
}
