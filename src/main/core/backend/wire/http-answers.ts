import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAllowedOrigin } from '../../network/network.ts';

const bodies: Readonly<Record<string, object>> = {
  '/health': { status: 'healthy', auto_restart: 'enabled' },
  '/': { message: 'ScrumBot WebSocket server', websocket: '/ws' },
};

/** What changes while the backend runs; `null` where there is nothing of the kind. */
export type HttpSources = {
  meeting(meetingId: string): object | null;
  ledger(): object | null;
};

/** Answers plain HTTP: what a probe of the WebSocket server asks for, a stored meeting, and 404. */
export function answerHttp(request: IncomingMessage, response: ServerResponse, sources: HttpSources): void {
  if (!isLoopbackHost(request.headers.host)) {
    response.writeHead(403, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: 'This backend answers by its loopback address only.' }));
    return;
  }
  const body = request.method === 'GET' ? bodyOf(pathOf(request), sources) : null;
  response.writeHead(body === null ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body ?? { error: `Nothing here. The WebSocket is at /ws.` }));
}

function bodyOf(path: string, sources: HttpSources): object | null {
  if (Object.hasOwn(bodies, path)) return bodies[path] ?? null;
  if (path === '/ledger') return sources.ledger();
  const meetingId = /^\/get-meeting\/([A-Za-z0-9_.-]{1,200})$/.exec(path)?.[1];
  return meetingId === undefined ? null : sources.meeting(meetingId);
}

/** Why a request may not become a WebSocket, as an HTTP status line; `null` when it may. */
export function upgradeRefusal(request: IncomingMessage, allowed: readonly string[]): string | null {
  if (!isLoopbackHost(request.headers.host)) return '403 Forbidden';
  if (!['/ws', '/ws/ws'].includes(pathOf(request))) return '404 Not Found';
  return isAllowedOrigin(request.headers.origin, allowed) ? null : '403 Forbidden';
}

// A page that rebinds its own name to this machine says that name here, and could read meetings otherwise. Any port: a
// proxy or a tunnel's local end may stand before us.
const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i;

function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && loopbackHost.test(host);
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/';
}
