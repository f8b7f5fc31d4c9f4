import { samplesToSec } from '../../../../shared/sound/audio.ts';
import { parseAnswer } from '../answers/parse-answer.ts';
import type { Billing } from '../cost.ts';
import type { EngineAnswer } from '../engine-answer.ts';
import { EngineFailure } from '../engine-failure.ts';
import { loadEncoder } from '../upload/encode-audio.ts';
import { readBody } from '../upload/answer-body.ts';
import { connectionFailure, rateLimitHeaders, withTimeout } from '../upload/http-answer.ts';
import { failureOfRefusal } from '../upload/refusal-sentence.ts';
import { refusalOf, type Refused } from '../upload/refusal.ts';
import type { Habits, ServerHabits } from '../upload/server-habits.ts';
import { createUploadFetch } from '../upload/upload-fetch.ts';
import { transcriptionForm } from '../upload/upload-form.ts';
import { wavBytes } from '../upload/wav-bytes.ts';
import { keyHeader } from '../upload/server-address.ts';
import type { EngineRequest, Limits, SegmentEngine } from './segment-engine.ts';
import type { Network } from '../../network/network.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

export type ServerEngineOptions = {
  name: string;
  title: string;
  /** Whole addresses, the likeliest first. */
  urls: readonly [string, ...string[]];
  apiKey: string | null;
  model: string;
  billing: Billing;
  limits: Limits;
  timeoutMs: number;
  network: Network;
  habits: ServerHabits;
  /** Nobody knows what this server takes: after a no without a reason, other forms are tried. */
  isUnknown: boolean;
  /** Whatever stands between this engine and the wire. */
  client?: (upload: UploadFetch, apiKey: string | null) => UploadFetch;
};

type UploadFetch = (url: string, init: RequestInit) => Promise<Response>;

type Heard = Awaited<ReturnType<SegmentEngine['transcribe']>>;
/** An answer with words or without, or why there is none and what the server did not take. */
type Outcome = { heard: Heard } | { failure: EngineFailure; refused: Refused; status: number };

const formats = ['verbose_json', 'json', 'text'] as const;
// Each further try takes back one thing; there are not more of them.
const mostTries = 7;

/**
 * A server that speaks OpenAI's transcription request. What it does not take (a format of answers, FLAC, a field) is left out and
 * remembered, so that it is refused once. `apiKey` stays in this object.
 */
export function createServerEngine(options: ServerEngineOptions): SegmentEngine {
  const { title, model, timeoutMs, apiKey, urls, client = (upload: UploadFetch) => upload } = options;
  const fetchForUploads = client(createUploadFetch(options.network), apiKey);
  let known: Habits | null = null;
  let kept: Habits | null = null;
  // Whether FLAC or these words came back with words; a server that has proved itself is not asked twice.
  let isProven = false;
  let hasTriedWav = false;
  // So are other formats, where it says no to everything without a reason.
  let hasTriedFormats = false;

  async function habitsNow(): Promise<Habits> {
    if (known === null) {
      known = await options.habits.find(urls[0], model);
      isProven = known !== null && urls.includes(known.url);
      kept = known;
    }
    if (known !== null && urls.includes(known.url)) return known;
    const format = model.includes('diarize') ? 'diarized_json' : 'verbose_json';
    known = { url: urls[0], audio: 'flac', format, without: [] };
    return known;
  }

  async function post(request: EngineRequest, habits: Habits): Promise<Outcome> {
    const { pcm, signal } = request;
    const encode = await loadEncoder();
    const audio =
      habits.audio === 'flac'
        ? encode(pcm)
        : { bytes: wavBytes(pcm), fileName: 'segment.wav', type: 'audio/wav' };
    const { format, without } = habits;
    const form = transcriptionForm(audio, { ...request, model, format, without });
    // What takes time here is none of the server's.
    const ended = withTimeout(signal, timeoutMs);
    try {
      const response = await fetchForUploads(habits.url, {
        method: 'POST',
        body: form.body,
        headers: {
          'Content-Type': form.contentType,
          ...(apiKey !== null && keyHeader(habits.url, apiKey)),
        },
        signal: ended.signal,
      });
      if (response.ok) return readAnswer(response, await readBody(response, title), { pcm, habits });
      // A no is a no, whatever it is wrapped in.
      const body = await readBody(response, title).catch((error: unknown) => {
        if (error instanceof EngineFailure) return '';
        throw error;
      });
      const { status } = response;
      const refusal = refusalOf(status, body, withoutOf(habits));
      const failure = failureOfRefusal({
        status,
        refusal,
        title,
        url: habits.url,
        headers: response.headers,
      });
      return { failure, refused: refusal.refused, status };
    } catch (error) {
      signal.throwIfAborted();
      return { failure: failureOf(error, ended.hasTimedOut(), habits.url), refused: null, status: 0 };
    } finally {
      ended.release();
    }
  }

  function readAnswer(
    response: Response,
    body: string,
    { pcm, habits }: { pcm: Int16Array; habits: Habits },
  ): Outcome {
    try {
      const answer = parseAnswer(body, {
        audioSec: samplesToSec(pcm.length),
        engineTitle: title,
        contentType: response.headers.get('content-type'),
        isTextAsked: habits.format === 'text',
      });
      return { heard: { answer, headers: rateLimitHeaders(response.headers) } };
    } catch (error) {
      if (!(error instanceof EngineFailure)) throw error;
      const { refused } = refusalOf(200, body, withoutOf(habits));
      const failure = withAddress(error, habits.url);
      if (body.trim() === '' && habits.audio === 'flac' && !isProven && !hasTriedWav) {
        // The request counts, for it may be billed; the next one asks with WAV.
        hasTriedWav = true;
        known = { ...habits, audio: 'wav' };
      }
      return { failure, refused, status: 200 };
    }
  }

  function failureOf(error: unknown, hasTimedOut: boolean, url: string): EngineFailure {
    if (error instanceof EngineFailure) return withAddress(error, url);
    if (hasTimedOut) {
      const late = sentence('speech.late', { engine: title, sec: timeoutMs / 1_000 });
      return withAddress(new EngineFailure('lost', late, { cause: error }), url);
    }
    return withAddress(connectionFailure(error, title), url);
  }

  async function transcribe(request: EngineRequest): Promise<Heard> {
    let habits = await habitsNow();
    let empty: Heard | null = null;
    for (let tries = 1; ; tries += 1) {
      const outcome = await post(request, habits);
      if ('heard' in outcome && !isToBeTriedAsWav(outcome.heard.answer, habits)) {
        // Both gave nothing: the silence is in the audio, and the first answer is as good as the second.
        if (isEmpty(outcome.heard.answer) && empty !== null) return empty;
        await settle(habits, outcome.heard.answer);
        return outcome.heard;
      }
      if ('heard' in outcome) {
        empty = outcome.heard;
        hasTriedWav = true;
        habits = { ...habits, audio: 'wav' };
        continue;
      }
      const next = tries < mostTries ? nextHabits(habits, outcome) : null;
      if (next === null) {
        if (empty !== null) return empty;
        throw outcome.failure;
      }
      habits = next;
    }
  }

  /** Nothing was understood of FLAC, and nobody knows whether this server reads it. */
  function isToBeTriedAsWav(answer: EngineAnswer, habits: Habits): boolean {
    return isEmpty(answer) && habits.audio === 'flac' && !isProven && !hasTriedWav;
  }

  async function settle(habits: Habits, answer: EngineAnswer): Promise<void> {
    if (isEmpty(answer)) return;
    isProven = true;
    known = habits;
    if (JSON.stringify(kept) === JSON.stringify(habits)) return;
    kept = habits;
    await options.habits.keep(urls[0], model, habits);
  }

  function nextHabits(
    habits: Habits,
    { failure, refused, status }: Extract<Outcome, { failure: EngineFailure }>,
  ): Habits | null {
    // An account or a key that is refused is refused in any form; only an address may be another one.
    if (failure.kind === 'not-there' || failure.kind === 'key-refused') {
      const next = urls[urls.indexOf(habits.url) + 1];
      return (status === 404 || status === 405) && !failure.isOfModel && !isProven && next !== undefined
        ? { ...habits, url: next }
        : null;
    }
    if (typeof refused === 'object' && refused !== null) {
      const { field } = refused;
      return habits.without.includes(field) ? null : { ...habits, without: [...habits.without, field] };
    }
    if (refused === 'later') return null;
    const format = formats[formats.findIndex((one) => one === habits.format) + 1] ?? null;
    if (refused === 'format') return format === null ? null : { ...habits, format };
    // Some say no, or fail, without a reason, and a server that took this form before has another one.
    const isPlainNo = options.isUnknown && [400, 415, 422, 500, 501].includes(status) && !isProven;
    if (refused !== 'audio' && !isPlainNo) return null;
    const mayBeWav = !hasTriedWav || (isProven && refused === 'audio') || (status !== 200 && status !== 500);
    if (habits.audio === 'flac' && (!isProven || refused === 'audio') && mayBeWav) {
      hasTriedWav = true;
      return { ...habits, audio: 'wav' };
    }
    if (!isPlainNo || refused === 'audio' || hasTriedFormats) return null;
    if (format === null) hasTriedFormats = true;
    return format === null ? null : { ...habits, format };
  }

  const { name, billing, limits } = options;
  return { name, title, billing, limits, transcribe };
}

/** What the request did not have: what a server says of these is about something else. */
const withoutOf = ({ without, format }: Habits): string[] => [
  ...without,
  ...(format === 'verbose_json' ? [] : ['timestamp_granularities[]']),
  ...(format === 'diarized_json' ? [] : ['chunking_strategy']),
];

const isEmpty = ({ text }: EngineAnswer): boolean => !/[\p{L}\p{N}]/u.test(text);

/** Whoever reads of a failure must see which address was asked. */
function withAddress(failure: EngineFailure, url: string): EngineFailure {
  if (failure.message.includes(url)) return failure;
  const { kind, retryAfter, cause } = failure;
  return new EngineFailure(kind, sentence('speech.asked', { first: saidBy(failure), url }), {
    retryAfter,
    cause,
  });
}
