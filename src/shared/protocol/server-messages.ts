import { idOf, isYes, wordsOf } from './loose-values.ts';

/**
 * What the client reads of a TRANSCRIPTION_RESULT. Everything but the words may be missing, and any of it may come in
 * another type than usual: reading tolerates, analysis complains.
 */
export type TranscriptionResult = {
  text: string;
  confidence?: number | null;
  speaker?: string | null;
  chunkId?: string | null;
  is_final?: boolean;
  trigger_reason?: string | null;
  /** Where the words are in the meeting's audio, seconds. Our built-in backend says so; the others do not. */
  audioStartSec?: number | null;
  audioEndSec?: number | null;
};

export type ParsedBody<T> = { ok: true; value: T } | { ok: false; reason: string };

/** Reads the `data` of a TRANSCRIPTION_RESULT. Never throws. */
export function parseTranscriptionResult(body: unknown): ParsedBody<TranscriptionResult> {
  // Data that are no object are the words themselves.
  if (typeof body === 'string' || typeof body === 'number')
    return { ok: true, value: { text: String(body) } };
  if (typeof body !== 'object' || body === null) return { ok: false, reason: 'The result has no data.' };
  const data = body as Readonly<Record<string, unknown>>;
  const text = wordsOf(data.text);
  if (text === null) return { ok: false, reason: 'The result has no text.' };
  return {
    ok: true,
    value: {
      text,
      ...given(data, 'confidence', numberOf),
      ...given(data, 'speaker', wordsOf),
      ...given(data, 'chunkId', idOf),
      ...given(data, 'is_final', isYes),
      ...given(data, 'trigger_reason', wordsOf),
      ...given(data, 'audioStartSec', numberOf),
      ...given(data, 'audioEndSec', numberOf),
    },
  };
}

function given<K extends keyof TranscriptionResult, T>(
  data: Readonly<Record<string, unknown>>,
  name: K,
  read: (value: unknown) => T,
): Partial<Record<K, T>> {
  return data[name] === undefined ? {} : ({ [name]: read(data[name]) } as Partial<Record<K, T>>);
}

const longestNumber = 40;

function numberOf(value: unknown): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (typeof value === 'string' && (value.length > longestNumber || value.trim() === '')) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}
