import { z } from 'zod';
import { nullForNonNumbers, parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { AnsweredPart, AnsweredWord, EngineAnswer } from '../engine-answer.ts';
import { EngineFailure } from '../engine-failure.ts';

// What is no number is the engine's mistake, and no reason to lose its words.
const sec = z.number().nullish().catch(null);

const wordSchema = z.object({ word: z.string(), start: sec, end: sec });
const partSchema = z.object({
  text: z.string(),
  start: sec,
  end: sec,
  avg_logprob: sec,
  compression_ratio: sec,
  no_speech_prob: sec,
});
const answerSchema = z.object({
  text: z.string(),
  language: z.string().nullish().catch(null),
  words: z.array(wordSchema).nullish().catch(null),
  segments: z.array(partSchema).nullish().catch(null),
});

/**
 * Understands a transcription in OpenAI's `json` or `verbose_json` shape. Times that are none, run backwards or leave
 * the audio are put right where they can be and told in `hasBadTimes`.
 * @throws EngineFailure `bad-answer` for anything but such a transcription
 */
export function parseAnswer(body: string, audioSec: number, engineTitle: string): EngineAnswer {
  const parsed = answerSchema.safeParse(parseJson(body, engineTitle));
  if (!parsed.success) {
    throw new EngineFailure('bad-answer', `${engineTitle} answered without words in it.`);
  }
  const { text, language, words, segments } = parsed.data;
  const givenWords = (words ?? []).map(({ word, start, end }) => ({ text: word.trim(), start, end }));
  const timedWords = putRight(givenWords, audioSec);
  const givenParts = (segments ?? []).map((part) => ({ ...part, text: part.text.trim() }));
  const timedParts = putRight(givenParts, audioSec);
  const areWordsGood = timedWords.items.length > 0 && timedWords.dropped === 0;
  const arePartsGood = timedParts.items.length > 0 && timedParts.dropped === 0;
  return {
    text: text.trim(),
    language: language ?? null,
    words: areWordsGood ? timedWords.items.map(wordOf) : null,
    parts: arePartsGood ? timedParts.items.map(partOf) : null,
    hasBadTimes: timedWords.isWrong || timedParts.isWrong,
  };
}

/**
 * Python writes NaN and Infinity, which are not JSON. No message repeats a part of the answer: it may be words that were
 * said, or the key that was sent.
 */
function parseJson(body: string, engineTitle: string): unknown {
  for (const text of [body, nullForNonNumbers(body)]) {
    try {
      return parseForeignJson(text);
    } catch {
      // The next try, or the sentence below.
    }
  }
  const what = body.trimStart().startsWith('<')
    ? 'a web page'
    : body.trim() === ''
      ? 'nothing at all'
      : 'half an answer, or none that can be read';
  throw new EngineFailure('bad-answer', `${engineTitle} answered with ${what} (${body.length} characters).`);
}

type Timed = { start?: number | null | undefined; end?: number | null | undefined };
type Placed<T> = T & { startSec: number; endSec: number };

// Whisper rounds to hundredths, and its last word may end a little after the audio.
const toleranceSec = 0.5;

function putRight<T extends Timed>(
  given: readonly T[],
  audioSec: number,
): { items: Placed<T>[]; dropped: number; isWrong: boolean } {
  let isWrong = false;
  let dropped = 0;
  const placed = given.flatMap((item) => {
    const { start, end } = item;
    if (typeof start !== 'number' || typeof end !== 'number') {
      isWrong = true;
      dropped += 1;
      return [];
    }
    if (start < 0 || end < start || end > audioSec + toleranceSec) isWrong = true;
    const startSec = Math.min(Math.max(0, start), audioSec);
    return [{ ...item, startSec, endSec: Math.min(Math.max(startSec, end), audioSec) }];
  });
  const ordered = placed.toSorted((a, b) => a.startSec - b.startSec);
  if (ordered.some((item, index) => item !== placed[index])) isWrong = true;
  let reachedSec = 0;
  const apart = ordered.map((item) => {
    if (item.startSec < reachedSec - toleranceSec) isWrong = true;
    const startSec = Math.max(item.startSec, reachedSec);
    reachedSec = Math.max(startSec, item.endSec);
    return { ...item, startSec, endSec: reachedSec };
  });
  return { items: apart, dropped, isWrong };
}

function wordOf({ text, startSec, endSec }: Placed<{ text: string }>): AnsweredWord {
  return { text, startSec, endSec };
}

function partOf(part: Placed<z.infer<typeof partSchema>>): AnsweredPart {
  const { text, startSec, endSec } = part;
  return {
    text,
    startSec,
    endSec,
    avgLogprob: part.avg_logprob ?? null,
    compressionRatio: part.compression_ratio ?? null,
    noSpeechProb: part.no_speech_prob ?? null,
  };
}
