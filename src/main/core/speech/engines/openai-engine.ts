import { transcriptionUrls } from '../upload/server-address.ts';
import { noLimits, type SegmentEngine } from './segment-engine.ts';
import { createServerEngine, type ServerEngineOptions } from './server-engine.ts';

export const openaiName = 'openai-compatible' as const;
export const openaiTitle = 'The OpenAI-compatible server';

/** Any server that speaks OpenAI's transcription request: whisper.cpp, speaches, LocalAI, vLLM. The key is optional. */
export function createOpenaiEngine(
  options: Pick<ServerEngineOptions, 'apiKey' | 'model' | 'timeoutMs' | 'network' | 'habits' | 'billing'> & {
    /** As people write it: up to the host, to `/v1`, or the whole path. */
    baseUrl: string;
  },
): SegmentEngine {
  return createServerEngine({
    ...options,
    isUnknown: true,
    name: openaiName,
    title: openaiTitle,
    urls: transcriptionUrls(options.baseUrl),
    limits: noLimits,
  });
}
