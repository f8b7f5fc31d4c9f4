import { rm, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import sirv from 'sirv';
import { WebSocketServer } from 'ws';
import { serveBridge } from '../../shared/contract/bridge.ts';

import type { Handlers } from '../../shared/contract/contract.ts';
import { AppError, messageOf } from '../../shared/errors.ts';
import type { TopicHub } from '../../shared/contract/topic-hub.ts';
import { createSystemClock } from '../core/lifecycle/lifecycle.ts';
import type { Logger } from '../core/log/log.ts';
import { createAccess, type Access } from './access.ts';
import { answerAudio, type OpenAudio } from './audio.ts';
import { limitCalls } from './call-limits.ts';
import { readKnownEntries } from './known-entries.ts';
import { portToKeep, readLastPort } from './last-port.ts';
import { answerLogIn } from './log-in.ts';
import { writePrivateFile } from './private-file.ts';
import { checkRequest } from './request-check.ts';
import { answerText, setSecurityHeaders } from './response-headers.ts';
import { createSocketWire } from './socket-wire.ts';
import { say, sentence } from '../../shared/words/all-words.ts';

export type UiServerOptions = {
  /** 0 takes a free one; `last` that of the start before, or a free one when another program has it now. */
  port: number | 'last';
  /** The built page. */
  uiFolder: string;
  /** A core without audio serves none. */
  core: { handlers: Handlers; topics: TopicHub; openAudio?: OpenAudio };
  /** Where the token is kept while the server runs, readable by this user only. */
  tokenFile: string;
  /** By what those are known who got in, over restarts. It holds no secret. */
  accessFile: string;
  /** Where the port is kept from one start to the next; needed for `last`. */
  portFile?: string;
  /** Origins besides our own, for developing the page with a server of its own. */
  extraOrigins?: readonly string[];
  log: Logger;
};

export type UiServer = {
  /** With the token in its fragment. */
  url: string;
  port: number;
  stop(): Promise<void>;
};

const maxMessageBytes = 1024 * 1024;
// A page that is alive answers a close at once.
const closeTimeoutMs = 500;

/**
 * Serves the page and the contract to browsers on this machine.
 * @throws AppError `bad-input` when the port is taken or the page was not built, `storage-failed` when the
 * token cannot be kept
 */
export async function startUiServer(options: UiServerOptions): Promise<UiServer> {
  const { core, log, uiFolder, tokenFile, accessFile, extraOrigins = [] } = options;
  await requirePage(uiFolder);
  const clock = createSystemClock();
  const serveFile = sirv(uiFolder, { single: false, dev: false });
  const http = createServer({ requestTimeout: 10_000, maxHeaderSize: 16_384 });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const port = await listenAsAsked(http, options);
  const access = createAccess({
    port,
    nowMs: () => clock.nowMs(),
    known: await readKnownEntries(accessFile),
    async onChange(known, token) {
      // The page waits for the disk here, and need not do it twice.
      await Promise.all([
        writePrivateFile(accessFile, `${JSON.stringify(known)}\n`),
        writePrivateFile(tokenFile, `${token}\n`),
      ]);
    },
  });

  function refuse(request: IncomingMessage, status: number, reason: string): void {
    // The path is ours or an attacker's; neither its query nor a token belongs in a log.
    log.warn({ status, reason, path: (request.url ?? '').split('?')[0]?.slice(0, 100) }, 'request refused');
  }

  http.on('request', (request, response) => {
    setSecurityHeaders(response);
    const refusal = checkRequest(request, { port, extraOrigins, needsOrigin: false });
    if (refusal !== null) {
      refuse(request, refusal.status, refusal.reason);
      answerText(response, refusal.status, refusal.reason);
      return;
    }
    void answer(request, response, { access, serveFile, openAudio: core.openAudio }).catch(
      (error: unknown) => {
        log.error({ problem: messageOf(error) }, 'a request failed');
        response.destroy();
      },
    );
  });

  http.on('upgrade', (request, socket, head) => {
    const refusal = checkUpgrade(request, { port, extraOrigins, access });
    if (refusal !== null) {
      refuse(request, refusal.status, refusal.reason);
      // Node hands an upgraded socket over with all its duties: nobody else would hear of its failure or end it.
      socket.on('error', () => socket.destroy());
      socket.once('finish', () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const wire = createSocketWire(client, clock, () => stopServing());
      const stopServing = serveBridge(wire, {
        topics: core.topics,
        handlers: limitCalls(core.handlers),
        onDefect: (error) => log.error({ err: error }, 'a command failed unexpectedly'),
      });
    });
  });

  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => http.close(resolve));
    for (const client of sockets.clients) client.close(1001, 'The app stops');
    const cancel = clock.after(closeTimeoutMs, () => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
    });
    http.closeIdleConnections();
    await closed;
    cancel();
    await rm(tokenFile, { force: true });
  }

  try {
    await writePrivateFile(tokenFile, `${access.token()}\n`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://127.0.0.1:${port}/#token=${access.token()}`, port, stop };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  {
    access,
    serveFile,
    openAudio,
  }: { access: Access; serveFile: ReturnType<typeof sirv>; openAudio: OpenAudio | undefined },
): Promise<void> {
  const path = (request.url ?? '/').split('?')[0];
  if (request.method === 'POST' && path === '/login') {
    await answerLogIn(request, response, access);
  } else if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('Allow', 'GET, HEAD');
    answerText(response, 405, say('http.only-get'));
  } else if (path?.startsWith('/audio/') === true && openAudio !== undefined) {
    await answerAudio(request, response, { access, openAudio });
  } else if (path === '/health') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    response.end('{"status":"healthy"}');
  } else {
    // Names of built files carry a hash; the page itself must never be an old one.
    response.setHeader(
      'Cache-Control',
      path?.startsWith('/assets/') === true ? 'max-age=31536000, immutable' : 'no-store',
    );
    // sirv listed the files at the start and does not expect that one is gone since, after a new build.
    response.on('pipe', (file) => file.on('error', () => response.destroy()));
    serveFile(request, response, () => answerText(response, 404, say('http.nothing-here')));
  }
}

function checkUpgrade(
  request: IncomingMessage,
  options: { port: number; extraOrigins: readonly string[]; access: Access },
): { status: number; reason: string } | null {
  const refusal = checkRequest(request, { ...options, needsOrigin: true });
  if (refusal !== null) return refusal;
  const [path, query = ''] = (request.url ?? '').split('?');
  if (path !== '/bridge') return { status: 404, reason: say('http.no-socket') };
  const key = new URLSearchParams(query).get('key');
  return options.access.mayEnter(request.headers.cookie, key)
    ? null
    : { status: 401, reason: say('http.not-logged-in') };
}

async function requirePage(uiFolder: string): Promise<void> {
  await stat(join(uiFolder, 'index.html')).catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('cli.page-not-built', { folder: uiFolder }), { cause });
  });
}

/** Open tabs and bookmarks go on working when the app comes back where it was; a free one (0) is for this start alone. */
async function listenAsAsked(
  http: ReturnType<typeof createServer>,
  { port, portFile }: Pick<UiServerOptions, 'port' | 'portFile'>,
): Promise<number> {
  const last = portFile === undefined ? null : await readLastPort(portFile);
  const taken =
    port === 'last'
      ? await listen(http, last ?? portToKeep()).catch(() => listen(http, 0))
      : await listen(http, port);
  if (portFile !== undefined && taken !== last && port !== 0) await writePrivateFile(portFile, `${taken}\n`);
  return taken;
}

async function listen(http: ReturnType<typeof createServer>, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', (cause) => {
      const refusal = sentence('cli.port-unusable', { port, why: messageOf(cause) });
      reject(new AppError('bad-input', refusal, { cause }));
    });
    http.listen(port, '127.0.0.1', resolve);
  });
  return (http.address() as AddressInfo).port;
}
