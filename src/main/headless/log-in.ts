import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Access } from './access.ts';
import { answerText } from './response-headers.ts';
import { say } from '../../shared/words/all-words.ts';

const bodySchema = z.object({ token: z.string() });
const maxBodyBytes = 1_024;

/** `POST /login` with `{ "token" }`: a cookie and `{ "key" }`, or a sentence. */
export async function answerLogIn(
  request: IncomingMessage,
  response: ServerResponse,
  access: Access,
): Promise<void> {
  const body = await readBody(request);
  if (body === null) {
    answerText(response, 413, say('http.too-big'));
    return;
  }
  const entry = await access.logIn(tokenIn(body));
  if (entry !== null) {
    response.writeHead(200, {
      'Set-Cookie': entry.cookie,
      'Cache-Control': 'no-store',
      'Content-Type': 'application/json',
    });
    response.end(JSON.stringify({ key: entry.key }));
  } else if (access.isPestered()) {
    answerText(response, 429, say('http.many-tokens'));
  } else {
    answerText(response, 401, say('http.wrong-token'));
  }
}

/** `null` when it is longer than allowed. It is read to its end all the same, or the sender never sees the answer. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  let body = '';
  for await (const part of request.setEncoding('utf8') as AsyncIterable<string>) {
    if (body.length <= maxBodyBytes) body += part;
  }
  return body.length > maxBodyBytes ? null : body;
}

function tokenIn(body: string): string {
  try {
    return bodySchema.parse(JSON.parse(body)).token;
  } catch {
    return '';
  }
}
