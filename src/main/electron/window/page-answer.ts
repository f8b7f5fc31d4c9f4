import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentSecurityPolicy } from '../../../shared/contract/content-security-policy.ts';
import { say } from '../../../shared/words/all-words.ts';

/** The scheme of our pages. Unlike file://, it has an origin, and reaches nothing but the built page. */
export const appScheme = 'app';
/** Where the pages live. */
export const appOrigin = `${appScheme}://scrumbot`;

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  json: 'application/json',
};

// Letters, digits, dot, dash and underscore in one or two parts: no name that the build makes has more, and no
// path of this form leads out of the folder.
const servedPath = /^\/(?:assets\/)?[\w-][\w.-]*$/;

/** Answers one request for a page or a part of it. */
export async function answerPage(
  request: Pick<Request, 'method' | 'url'>,
  uiFolder: string,
): Promise<Response> {
  const { host, pathname } = new URL(request.url);
  const path = pathname === '/' ? '/index.html' : pathname;
  if (host !== new URL(appOrigin).host) return refuse(404);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
  const type = types[/\.(\w+)$/.exec(path)?.[1] ?? ''];
  if (type === undefined || !servedPath.test(path)) return refuse(404);
  const body = await readFile(join(uiFolder, path)).catch(() => null);
  if (body === null) return refuse(404);
  return new Response(request.method === 'HEAD' ? null : new Uint8Array(body), { headers: headersOf(type) });
}

function refuse(status: 404 | 405): Response {
  return new Response(`${say('http.nothing-here')}\n`, {
    status,
    headers: headersOf('text/plain; charset=utf-8'),
  });
}

/** What every answer of ours says, whatever it is. */
export function headersOf(type: string): Record<string, string> {
  return {
    'Content-Type': type,
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
  };
}
