import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { say } from '../../../shared/words/all-words.ts';
import { endOfError, httpGet, type Dial } from '../network/network.ts';
import { refusalOf } from './admission.ts';

type Answer = { status: number; headers: OutgoingHttpHeaders; body: string };

const text = { 'content-type': 'text/plain; charset=utf-8' };
const allow = 'GET, HEAD, OPTIONS';
const healthTimeoutMs = 5_000;
const mostHealthBytes = 64 * 1024;

/**
 * Answers a request that is no WebSocket. A client, or a monitor, that has the tap's address for the target's asks for its
 * health: the target answers. A page asks before it uses a port of this machine; whoever looks is told what this is.
 */
export async function answerPlain(
  request: IncomingMessage,
  response: ServerResponse,
  { allowed, dial }: { allowed: readonly string[]; dial: Dial },
): Promise<void> {
  // Nobody waits for an answer any more.
  const left = new AbortController();
  response.once('close', () => left.abort());
  const { status, headers, body } = await answerOf(request, allowed, () =>
    healthOf(dial, AbortSignal.any([left.signal, AbortSignal.timeout(healthTimeoutMs)])),
  );
  if (response.destroyed) return;
  response.writeHead(status, {
    'cache-control': 'no-store',
    ...headers,
    ...(status !== 204 && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(body);
}

async function answerOf(
  request: IncomingMessage,
  allowed: readonly string[],
  health: () => Promise<Answer>,
): Promise<Answer> {
  const refusal = refusalOf(request, allowed);
  if (refusal !== null) return { status: 403, headers: text, body: `${refusal.sentence}\n` };
  const { status, headers, body } = await toWhoMayAsk(request, health);
  return { status, headers: { ...headers, ...headersForPage(request) }, body };
}

async function toWhoMayAsk(request: IncomingMessage, health: () => Promise<Answer>): Promise<Answer> {
  const { method, url = '/' } = request;
  if (method === 'OPTIONS') return { status: 204, headers: { allow }, body: '' };
  if (method !== 'GET' && method !== 'HEAD')
    return { status: 405, headers: { ...text, allow }, body: `${say('tester.tap-here')}\n` };
  const [path] = url.split('?', 1);
  if (path === '/health') return health();
  if (path === '/') return { status: 200, headers: text, body: `${say('tester.tap-here')}\n` };
  const headers = { ...text, upgrade: 'websocket', connection: 'Upgrade' };
  return { status: 426, headers, body: `${say('tester.tap-here')}\n` };
}

/** What lets a page that may ask read the answer, and use a port of this machine. */
function headersForPage({ headers }: IncomingMessage): OutgoingHttpHeaders {
  const { origin } = headers;
  if (origin === undefined) return {};
  const asked = headers['access-control-request-headers'];
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-private-network': 'true',
    'access-control-allow-methods': allow,
    ...(asked !== undefined && { 'access-control-allow-headers': asked }),
    vary: 'Origin',
  };
}

/** What the target says of its health, in its own words; 502 where it says nothing. */
async function healthOf(dial: Dial, signal: AbortSignal): Promise<Answer> {
  try {
    const { status, headers, body } = await httpGet(
      `${new URL(dial.url).origin.replace(/^ws/, 'http')}/health`,
      { route: await dial.findRoute(), headers: dial.headers, signal, mostBytes: mostHealthBytes },
    );
    const type = headers['content-type'];
    return { status, headers: type === undefined ? {} : { 'content-type': type }, body };
  } catch (error) {
    const end = endOfError(error instanceof Error ? error : new Error(String(error)));
    const body = JSON.stringify({ status: 'unhealthy', error: end.sentence });
    return { status: 502, headers: { 'content-type': 'application/json' }, body: `${body}\n` };
  }
}
