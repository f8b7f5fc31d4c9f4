import Groq, { APIConnectionError, APIConnectionTimeoutError, APIError } from 'groq-sdk';
import { samplesToSec } from '../../../../shared/sound/audio.ts';
import { groqBilling } from '../cost.ts';
import { EngineFailure, kindOfStatus } from '../engine-failure.ts';
import { loadEncoder } from '../upload/encode-audio.ts';
import {
  connectionFailure,
  rateLimitHeaders,
  readBody,
  sentenceForStatus,
  withTimeout,
} from '../upload/http-answer.ts';
import { parseAnswer } from './parse-answer.ts';
import type { EngineRequest, SegmentEngine } from './segment-engine.ts';
import type { Network } from '../../network/network.ts';
import { createUploadFetch } from '../upload/upload-fetch.ts';
import { transcriptionForm } from '../upload/upload-form.ts';

export const groqName = 'groq' as const;
export const groqTitle = 'Groq';
export const groqBaseUrl = 'https://api.groq.com';

/** Groq's speech to text. `apiKey` stays in this object. */
export function createGroqEngine(options: {
  apiKey: string;
  baseUrl: string;
  model: 'whisper-large-v3-turbo' | 'whisper-large-v3';
  audioSecPerHour: number | null;
  timeoutMs: number;
  network: Network;
}): SegmentEngine {
  const { model, timeoutMs } = options;
  const groq = new Groq({
    apiKey: options.apiKey,
    // Said here, because a variable of the environment (GROQ_BASE_URL) could send key and audio elsewhere.
    baseURL: options.baseUrl,
    // The SDK sleeps as long as the server likes, and no signal ends that. Our own schedule is on disk.
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off',
    fetch: createUploadFetch(options.network),
  });

  async function transcribe({ pcm, prompt, language, signal }: EngineRequest) {
    const encode = await loadEncoder();
    const { body, contentType } = transcriptionForm(encode(pcm), { model, prompt, language });
    const ended = withTimeout(signal, timeoutMs);
    try {
      // The raw response: its headers count, and an answer that is not JSON is to be told apart from a lost one.
      // The SDK's own method for this address takes the audio as a Blob only (upload-form.ts says why not).
      const response = await groq
        .post('/openai/v1/audio/transcriptions', {
          body,
          headers: { 'Content-Type': contentType },
          signal: ended.signal,
        })
        .asResponse();
      const text = await readBody(response, groqTitle);
      return {
        answer: parseAnswer(text, samplesToSec(pcm.length), groqTitle),
        headers: rateLimitHeaders(response.headers),
      };
    } catch (error) {
      signal.throwIfAborted();
      throw failureOf(error, ended.hasTimedOut(), timeoutMs);
    } finally {
      ended.release();
    }
  }

  return {
    name: groqName,
    title: groqTitle,
    billing: groqBilling(model),
    limits: { requestsPerMinute: null, audioSecPerHour: options.audioSecPerHour },
    transcribe,
  };
}

function failureOf(error: unknown, hasTimedOut: boolean, timeoutMs: number): unknown {
  if (error instanceof EngineFailure) return error;
  if (hasTimedOut || error instanceof APIConnectionTimeoutError) {
    return new EngineFailure('lost', `${groqTitle} did not answer within ${timeoutMs / 1_000} s.`, {
      cause: error,
    });
  }
  if (error instanceof APIConnectionError) return connectionFailure(error, groqTitle);
  if (error instanceof APIError && typeof error.status === 'number') {
    const headers = error.headers instanceof Headers ? error.headers : new Headers();
    return new EngineFailure(kindOfStatus(error.status), sentenceForStatus(error.status, groqTitle), {
      retryAfter: headers.get('retry-after'),
      cause: error,
    });
  }
  // The body broke off.
  return connectionFailure(error, groqTitle);
}
