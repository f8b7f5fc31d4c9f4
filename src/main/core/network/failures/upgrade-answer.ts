import type { IncomingHttpHeaders } from 'node:http';
import type { ConnectionEnd } from './connection-end.ts';
import { outsideText } from './outside-text.ts';
import { counted } from '../../../../shared/plural.ts';

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
  const end = (sentence: string, retry = true): ConnectionEnd => ({ code, sentence, retry });
  const wait = retryAfterMs === null ? '' : ` It asks to be tried again in ${duration(retryAfterMs)}.`;
  switch (status) {
    case 401:
    case 403:
      return {
        ...end(
          `The target refuses the connection (HTTP ${status}). Check its address and credentials.`,
          false,
        ),
        wantsCredential: true,
      };
    case 200:
      return end(
        'The target answers with HTTP 200 instead of a WebSocket: a web page or a REST backend is there. Check its port and path; ScrumBot uses /ws.',
      );
    case 404:
      return end('There is no WebSocket at this address (HTTP 404). Check its path; ScrumBot uses /ws.');
    case 429:
      return end(`The target takes no more connections right now (HTTP 429).${wait}`);
    case 503:
      return end(`The target is unavailable right now (HTTP 503).${wait}`);
    default:
      return end(`The target answers with HTTP ${status} instead of a WebSocket.${wait}`);
  }
}

function endOfProxyAnswer(status: number, proxy: string): ConnectionEnd {
  const code = `proxy-http-${status}`;
  if (status === 407) {
    const sentence = `The proxy ${proxy} wants a login (HTTP 407). Give it as http://user:password@host:port in the environment variable HTTPS_PROXY.`;
    return { code, sentence, retry: false };
  }
  const sentence = `The proxy ${proxy} does not let us through to the target (HTTP ${status}). Ask who runs it, or name the target in NO_PROXY.`;
  return { code, sentence, retry: true };
}

/** ngrok's errors by what people can do, `{host}` being the tunnel: https://ngrok.com/docs/errors/reference */
const ngrokSentences: Readonly<Record<string, string>> = {
  ERR_NGROK_3200: 'The tunnel {host} is offline: its ngrok agent is not running, or has another address now',
  ERR_NGROK_8012:
    'The ngrok agent of {host} runs, but nothing listens behind it: start the backend there, or correct its port',
  ERR_NGROK_3004: 'What is behind the tunnel {host} answers, but not with HTTP: check the port of its agent',
  ERR_NGROK_6024: 'ngrok answers for {host} with its warning page for browsers instead of the target',
  ERR_NGROK_6022: 'ngrok answers for {host} with its warning page for browsers instead of the target',
  ERR_NGROK_702: 'The tunnel {host} takes no more connections a minute on its plan',
  ERR_NGROK_734: 'The tunnel {host} takes no more requests a minute on its plan',
  ERR_NGROK_725: 'The tunnel {host} has used up the traffic of its plan',
  ERR_NGROK_726: 'The tunnel {host} has used up the requests of its plan',
  ERR_NGROK_727: 'The tunnel {host} has used up the requests of its plan',
};

function endOfNgrok({ headers, status, url }: UpgradeAnswer): ConnectionEnd | null {
  const given = headers['ngrok-error-code'];
  const code = typeof given === 'string' ? outsideText(given).toUpperCase() : '';
  if (!/^ERR_NGROK_\d{1,6}$/.test(code)) return null;
  const what = (ngrokSentences[code] ?? 'ngrok does not let us through to {host}').replace(
    '{host}',
    new URL(url).host,
  );
  const link = code in ngrokSentences ? '' : ` See https://ngrok.com/docs/errors/${code.toLowerCase()}.`;
  return { code: code.toLowerCase(), sentence: `${what} (${code}, HTTP ${status}).${link}`, retry: true };
}

function endOfRedirect({ status, headers, url }: UpgradeAnswer): ConnectionEnd | null {
  if (status < 300 || status > 399 || headers.location === undefined) return null;
  const place = redirectPlace(headers.location, url);
  const isLogin = place !== null && /\b(log-?in|sign-?in|auth|sso|oauth2?)\b/i.test(place);
  return {
    code: `http-${status}`,
    sentence:
      place === null
        ? `The target redirects (HTTP ${status}) to a place that is no address.`
        : `The target redirects (HTTP ${status}) to ${place}, where nothing is sent by itself. ${isLogin ? 'That looks like a login: give the target its credential.' : 'If that is the target, give this address.'}`,
    retry: true,
  };
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

function duration(ms: number): string {
  const sec = Math.ceil(ms / 1_000);
  return sec < 120 ? `${sec} s` : counted(Math.round(sec / 60), 'minute');
}
