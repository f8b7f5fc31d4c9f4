import { samplesToSec } from '../../../../shared/audio.ts';
import { EngineFailure, kindOfStatus } from '../engine-failure.ts';
import { encodeAudio } from './encode-audio.ts';
import {
  connectionFailure,
  rateLimitHeaders,
  readBody,
  sentenceForStatus,
  withTimeout,
} from './http-answer.ts';
import { parseAnswer } from './parse-answer.ts';
import { noLimits, type EngineRequest, type SegmentEngine } from './segment-engine.ts';

export const openaiName = 'openai-compatible';
export const openaiTitle = 'The OpenAI-compatible server';

/** Any server that speaks OpenAI's transcription request: whisper.cpp, speaches, LocalAI. The key is optional. */
export function createOpenaiEngine(options: {
  /** Up to and with `/v1`. */
  baseUrl: string;
  apiKey: string | null;
  model: string;
  usdPerHour: number;
  timeoutMs: number;
}): SegmentEngine {
  const { apiKey, timeoutMs } = options;
  const url = `${options.baseUrl.replace(/\/+$/, '')}/audio/transcriptions`;

  async function transcribe({ pcm, prompt, language, signal }: EngineRequest) {
    const ended = withTimeout(signal, timeoutMs);
    try {
      const response = await fetch(url, {
        method: 'POST',
        body: await formOf({ pcm, prompt, language, model: options.model }),
        headers: apiKey === null ? {} : { Authorization: `Bearer ${apiKey}` },
        redirect: 'error',
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

async function formOf(
  request: Pick<EngineRequest, 'pcm' | 'prompt' | 'language'> & { model: string },
): Promise<FormData> {
  const form = new FormData();
  form.set('file', await encodeAudio(request.pcm));
  form.set('model', request.model);
  form.set('response_format', 'verbose_json');
  form.append('timestamp_granularities[]', 'word');
  form.append('timestamp_granularities[]', 'segment');
  form.set('temperature', '0');
  if (request.prompt !== null) form.set('prompt', request.prompt);
  if (request.language !== null) form.set('language', request.language);
  return form;
}
