import { AppError, messageOf, saidBy } from '../../../../shared/errors.ts';
import type { LimitHeaders } from '../engine-answer.ts';
import { EngineFailure } from '../engine-failure.ts';
import { whyOfFailure, wordsOfFailure } from '../../network/network.ts';
import { redirected } from './upload-fetch.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/** What the headers tell about limits. */
export function rateLimitHeaders(headers: Headers): LimitHeaders {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-ratelimit-')));
}

/** What a refusal means and what to do about it. Bodies of errors may repeat what was sent, so none is shown. */
export function sentenceForStatus(status: number, engine: string): Sentence {
  switch (status) {
    case 400:
    case 422:
      return sentence('speech.status.unusable', { engine, status });
    case 401:
      return sentence('speech.status.key', { engine });
    case 402:
      return sentence('speech.status.payment', { engine });
    case 403:
      return sentence('speech.status.not-allowed', { engine });
    case 404:
      return sentence('speech.status.no-model', { engine });
    case 405:
    case 410:
    case 421:
    case 426:
    case 451:
      return sentence('speech.status.no-transcription', { engine, status });
    case 413:
      return sentence('speech.status.too-large', { engine });
    case 407:
    case 511:
      return sentence('speech.status.network-login', { engine, status });
    case 414:
    case 431:
      return sentence('speech.status.too-long', { engine, status });
    case 429:
      return sentence('speech.status.too-many', { engine });
    case 498:
      return sentence('speech.status.no-capacity', { engine });
    default:
      return sentence(status >= 500 ? 'speech.status.problem' : 'speech.status.refused', { engine, status });
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
  const given = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  // A status that HTTP does not have.
  const code = cause instanceof RangeError && given === '' ? 'HPE_INVALID_STATUS' : given;
  if (code === redirected) {
    const to = cause instanceof Error && 'origin' in cause ? String(cause.origin) : '';
    return new EngineFailure('not-there', sentence('speech.redirects', { engine: engineTitle, to }), {
      cause: error,
    });
  }
  if (cause instanceof AppError && code === 'unreachable') {
    const refused = sentence('speech.proxy-refuses', { engine: engineTitle, why: saidBy(cause) });
    return new EngineFailure('unreachable', refused, { cause: error });
  }
  if (neverConnected.has(code) || /CERT|TLS|SSL|ALTNAME|SELF_SIGNED|UNABLE_TO/.test(code)) {
    const words = whyOfFailure(code, '');
    const why = words === null ? code : sentence('speech.why-with-code', { why: words, code });
    return new EngineFailure('unreachable', sentence('speech.unreachable', { engine: engineTitle, why }), {
      cause: error,
    });
  }
  const why = wordsOfFailure(code, messageOf(cause)) ?? (code === '' ? messageOf(cause) : code);
  return new EngineFailure('lost', sentence('speech.connection-lost', { engine: engineTitle, why }), {
    cause: error,
  });
}

function rootOf(error: unknown): unknown {
  return error instanceof Error && error.cause !== undefined ? rootOf(error.cause) : error;
}
