import type { IncomingMessage } from 'node:http';
import { say } from '../../shared/words/all-words.ts';

/** Why a request is turned away, or `null` when it may pass. */
export type Refusal = { status: 401 | 403; reason: string } | null;

/**
 * The server is for browsers on this machine. The Host header must name it exactly, which a page that rebinds
 * its own name to 127.0.0.1 cannot do; a request of another site's page names that site as its Origin.
 */
export function checkRequest(
  request: IncomingMessage,
  options: { port: number; extraOrigins: readonly string[]; needsOrigin: boolean },
): Refusal {
  const hosts = [`127.0.0.1:${options.port}`, `localhost:${options.port}`];
  const { host, origin } = request.headers;
  if (host === undefined || !hosts.includes(host)) {
    return { status: 403, reason: say('http.other-address') };
  }
  if (origin === undefined) {
    return options.needsOrigin ? { status: 403, reason: say('http.no-origin') } : null;
  }
  const origins = [...hosts.map((name) => `http://${name}`), ...options.extraOrigins];
  return origins.includes(origin) ? null : { status: 403, reason: say('http.other-site') };
}
