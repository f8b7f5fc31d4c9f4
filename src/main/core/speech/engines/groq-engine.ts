import { uploadByGroq } from '../upload/groq-client.ts';
import type { SegmentEngine } from './segment-engine.ts';
import { createServerEngine, type ServerEngineOptions } from './server-engine.ts';

export const groqName = 'groq' as const;
export const groqTitle = 'Groq';
export const groqBaseUrl = 'https://api.groq.com';

/** Groq's speech to text. `baseUrl` has scheme, host and port, and may have Groq's own path. */
export function createGroqEngine(
  options: Pick<ServerEngineOptions, 'apiKey' | 'timeoutMs' | 'network' | 'habits' | 'billing'> & {
    baseUrl: string;
    model: 'whisper-large-v3-turbo' | 'whisper-large-v3';
    audioSecPerHour: number | null;
  },
): SegmentEngine {
  const base = options.baseUrl
    .replace(/\/+$/, '')
    .replace(/\/openai(\/v1(\/audio(\/transcriptions)?)?)?$/, '');
  return createServerEngine({
    ...options,
    isUnknown: false,
    client: uploadByGroq,
    name: groqName,
    title: groqTitle,
    urls: [`${base}/openai/v1/audio/transcriptions`],
    limits: { requestsPerMinute: null, audioSecPerHour: options.audioSecPerHour },
  });
}
