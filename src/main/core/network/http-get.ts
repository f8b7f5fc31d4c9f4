import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Route } from './route.ts';

export type HttpAnswer = {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
  /** There was more than was wanted. */
  isCut: boolean;
};

/** One GET, without following redirects. Rejects when there is no answer, with `ETIMEDOUT` when there is none in time. */
export async function httpGet(
  url: string,
  options: {
    route: Route;
    headers: Readonly<Record<string, string>>;
    signal: AbortSignal;
    mostBytes: number;
    /** The head of the answer is here. */
    onHead?: () => void;
  },
): Promise<HttpAnswer> {
  const { route, signal } = options;
  const way = route.agent(signal);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsRequest : httpRequest;
    request(
      url,
      {
        signal,
        headers: { 'ngrok-skip-browser-warning': '1', ...options.headers },
        ...(way && { agent: way }),
        ...(route.ca && { ca: route.ca }),
      },
      resolve,
    )
      .on('error', (error) => reject(signal.aborted ? timedOut() : error))
      // An answer that changes to another protocol (101) ends the request without an error, and without an answer.
      .on('close', () => reject(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })))
      .end();
  });
  options.onHead?.();
  let body = '';
  let isCut = false;
  response.setEncoding('utf8');
  try {
    for await (const part of response) {
      body += String(part);
      isCut = body.length > options.mostBytes;
      if (isCut) break;
    }
  } catch (error) {
    throw signal.aborted ? timedOut() : error;
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body, isCut };
}

function timedOut(): Error {
  return Object.assign(new Error('silent'), { code: 'ETIMEDOUT' });
}
