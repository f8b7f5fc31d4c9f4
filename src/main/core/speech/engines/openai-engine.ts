import { samplesToSec } from '../../../../shared/sound/audio.ts';
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
import { noLimits, type EngineRequest, type SegmentEngine } from './segment-engine.ts';
import type { Network } from '../../network/network.ts';
import { createUploadFetch } from '../upload/upload-fetch.ts';
import { transcriptionForm } from '../upload/upload-form.ts';

export const openaiName = 'openai-compatible' as const;
export const openaiTitle = 'The OpenAI-compatible server';

/** Any server that speaks OpenAI's transcription request: whisper.cpp, speaches, LocalAI. The key is optional. */
export function createOpenaiEngine(options: {
  /** Up to and with `/v1`. */
  baseUrl: string;
  apiKey: string | null;
  model: string;
  usdPerHour: number;
  timeoutMs: number;
  network: Network;
}): SegmentEngine {
  const { apiKey, timeoutMs } = options;
  const fetchForUploads = createUploadFetch(options.network);
  const url = `${options.baseUrl.replace(/\/+$/, '')}/audio/transcriptions`;

  async function transcribe({ pcm, prompt, language, signal }: EngineRequest) {
    const ended = withTimeout(signal, timeoutMs);
    try {
      const encode = await loadEncoder();
      const form = transcriptionForm(encode(pcm), { prompt, language, model: options.model });
      const response = await fetchForUploads(url, {
        method: 'POST',
        body: form.body,
        headers: {
          'Content-Type': form.contentType,
          ...(apiKey !== null && { Authorization: `Bearer ${apiKey}` }),
        },
        signal: ended.signal,
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new EngineFailure(
          kindOfStatus(response.status),
          sentenceForStatus(response.status, openaiTitle),
          {
            retryAfter: response.headers.get('retry-after'),
          },
        );
      }
      const body = await readBody(response, openaiTitle);
      return {
        answer: parseAnswer(body, samplesToSec(pcm.length), openaiTitle),
        headers: rateLimitHeaders(response.headers),
      };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof EngineFailure) throw error;
      if (ended.hasTimedOut()) {
        throw new EngineFailure('lost', `${openaiTitle} did not answer within ${timeoutMs / 1_000} s.`, {
          cause: error,
        });
      }
      throw connectionFailure(error, openaiTitle);
    } finally {
      ended.release();
    }
  }

  return {
    name: openaiName,
    title: openaiTitle,
    billing: { leastSec: 0, usdPerHour: options.usdPerHour },
    limits: noLimits,
    transcribe,
  };
}
