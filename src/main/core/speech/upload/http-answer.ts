import { messageOf } from '../../../../shared/errors.ts';
import type { LimitHeaders } from '../engine-answer.ts';
import { EngineFailure } from '../engine-failure.ts';
import { wordsOfFailure } from '../../network/network.ts';
import { proxyRefusal, redirected } from './upload-fetch.ts';

// The words of 30 s with all their times take some 20 kB.
const mostBytes = 4 * 1024 * 1024;

/**
 * The body as text.
 * @throws EngineFailure `bad-answer` when it is far larger than any transcription
 */
export async function readBody(response: Response, engineTitle: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  const body = response.body as AsyncIterable<Uint8Array> | null;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > mostBytes)
      throw new EngineFailure('bad-answer', `${engineTitle} answered with more than 4 MB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What the headers tell about limits. */
export function rateLimitHeaders(headers: Headers): LimitHeaders {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-ratelimit-')));
}

/** What a refusal means and what to do about it. Bodies of errors may repeat what was sent, so none is shown. */
export function sentenceForStatus(status: number, engineTitle: string): string {
  switch (status) {
    case 400:
    case 422:
      return `${engineTitle} cannot use this segment (${status}).`;
    case 401:
      return `${engineTitle} refused the key (401). Enter a valid one.`;
    case 403:
      return `${engineTitle} does not allow this (403). Check what the key may do, and the model.`;
    case 404:
      return `${engineTitle} has no such address or model (404). Check both in the settings.`;
    case 402:
      return `${engineTitle} asks for payment (402). Add credit, or choose another engine.`;
    case 405:
    case 410:
      return `${engineTitle} takes no transcriptions at this address (${status}). Correct it in the settings.`;
    case 498:
      return `${engineTitle} has no capacity right now (498).`;
    case 413:
      return `The segment is too large for ${engineTitle} (413).`;
    case 429:
      return `${engineTitle} takes no more right now (429).`;
    default:
      return status >= 500
        ? `${engineTitle} has an internal problem (${status}).`
        : `${engineTitle} refused the segment (${status}).`;
  }
}

/** A signal that also fires after `timeoutMs`, whatever part of the answer is still missing. */
export function withTimeout(
  signal: AbortSignal,
  timeoutMs: number,
): { signal: AbortSignal; hasTimedOut(): boolean; release(): void } {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  return {
    signal: AbortSignal.any([signal, timeout.signal]),
    hasTimedOut: () => timeout.signal.aborted,
    release: () => clearTimeout(timer),
  };
}

const neverConnected = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** What a failed connection means: nothing was sent, or nobody knows what became of it. */
export function connectionFailure(error: unknown, engineTitle: string): EngineFailure {
  const cause = rootOf(error);
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === redirected) {
    const sentence = `${engineTitle} redirects to another address, which is not followed. Enter that one in the settings.`;
    return new EngineFailure('not-there', sentence, { cause: error });
  }
  if (code === proxyRefusal) {
    const sentence = `${engineTitle} cannot be reached: ${messageOf(cause)}.`;
    return new EngineFailure('unreachable', sentence, { cause: error });
  }
  if (neverConnected.has(code) || /CERT|TLS|SSL|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code)) {
    return new EngineFailure('unreachable', `${engineTitle} cannot be reached (${code}).`, { cause: error });
  }
  const why = wordsOfFailure(code, messageOf(cause)) ?? (code === '' ? messageOf(cause) : code);
  return new EngineFailure('lost', `The connection to ${engineTitle} was lost (${why}).`, { cause: error });
}

function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
