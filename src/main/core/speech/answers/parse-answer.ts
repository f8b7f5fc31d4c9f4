import { nullForNonNumbers, parseForeignJson } from '../../../../shared/protocol/json-shape.ts';
import type { EngineAnswer } from '../engine-answer.ts';
import { EngineFailure } from '../engine-failure.ts';
import { refusalOf } from '../upload/refusal.ts';
import { withAllWords } from './keep-words.ts';
import { estimated, placeTimes, type Placed } from './place-times.ts';
import { readShape, withoutFence, type RawAnswer } from './raw/raw-answer.ts';
import type { RawPart } from './raw/raw-part.ts';
import { withoutControlTokens } from './control-tokens.ts';
import { withoutEntities } from './entities.ts';
import { readPieceList, readStreamed } from './streamed.ts';
import { readSubtitles } from './subtitles.ts';
import { joinWords } from './tokens.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** How an answer came. */
export type AnswerForm = {
  /** Seconds of audio that were asked about. */
  audioSec: number;
  /** For messages. */
  engineTitle: string;
  /** `null` where a server names none. */
  contentType?: string | null;
  /** Plain text was asked for. */
  isTextAsked?: boolean;
};

/**
 * Understands a transcription as JSON in any of its spellings, as subtitles or as plain text. No word of it is dropped;
 * times that cannot be are told in `hasBadTimes` and estimated.
 * @throws EngineFailure `bad-answer` for anything but a transcription; its message repeats nothing of the answer
 */
export function parseAnswer(given: string, form: AnswerForm): EngineAnswer {
  const body = withoutFence(given.replace(/^\uFEFF/, ''));
  const json = parseJson(body);
  const streamed = json === undefined ? readStreamed(body) : readPieceList(json);
  const value = streamed === null ? json : streamed.value;
  if (value === undefined) return answerOf(plainOf(plainText(body, form)), form.audioSec);
  const read = fuller(readShape(value), body);
  if (read === null) throw withoutWords(body, form.engineTitle);
  const raw = plainOf(read);
  const answer = answerOf(raw, form.audioSec);
  const isOpen = streamed?.isWhole === null && !(reachesEnd(raw, form.audioSec) && !answer.hasBadTimes);
  return isOpen || raw.isCutOff === true ? { ...answer, isCutOff: true } : answer;
}

/** What was said, without what servers and models write into it. */
const plainOf = (raw: RawAnswer): RawAnswer => withoutControlTokens(withoutEntities(raw));

// Segments end with speech, and a little of the silence after it.
const longestTailSec = 3;

/** Nothing says that a stream is whole but its last words' place. */
function reachesEnd({ parts, words }: RawAnswer, audioSec: number): boolean {
  const endSec = (words.at(-1) ?? parts.at(-1))?.end ?? 0;
  return endSec >= audioSec - longestTailSec;
}

/** Of a key that is there twice the last one counts, unless that one is empty. */
function fuller(raw: RawAnswer | null, body: string): RawAnswer | null {
  if (raw?.text !== '' || raw.parts.length > 0 || raw.words.length > 0) return raw;
  const others = body.replace(/"(text|transcript|segments|words)"\s*:\s*(?:""|null|\[\s*\])/g, '"$1-":null');
  return (others === body ? null : readShape(parseJson(others))) ?? raw;
}

function withoutWords(body: string, engineTitle: string): EngineFailure {
  const { kind, codes } = refusalOf(200, body);
  if (codes.length === 0)
    return new EngineFailure('bad-answer', sentence('speech.no-words-inside', { engine: engineTitle }));
  return new EngineFailure(
    kind === 'refused' ? 'bad-answer' : kind,
    sentence('speech.error-inside', { engine: engineTitle, codes: codes.join(', ') }),
  );
}

/** Python writes NaN and Infinity, which are not JSON. */
function parseJson(body: string): unknown {
  for (const text of [body, nullForNonNumbers(body)]) {
    try {
      return parseForeignJson(text);
    } catch {
      // The next try, or it is no JSON.
    }
  }
  return undefined;
}

/** @throws EngineFailure where a text was neither asked for nor announced */
function plainText(body: string, { engineTitle, contentType, isTextAsked }: AnswerForm): RawAnswer {
  const text = body.trim();
  const isMarkup = text.startsWith('<') && !text.startsWith('<|');
  const isHalfJson = /^[[{]\s*["{[]/.test(text);
  // whisper.cpp calls words a page, and some servers call them nothing at all.
  const isText =
    isTextAsked === true || contentType === null || /^text\/|subrip|octet-stream/i.test(contentType ?? '');
  if (isText && text !== '' && !isMarkup && !isHalfJson) {
    const parts = readSubtitles(text);
    return parts === null
      ? { text, language: null, words: [], parts: [] }
      : { text: '', language: null, words: [], parts: parts.filter((part) => part.text !== '') };
  }
  const characters = body.length;
  if (isMarkup)
    throw new EngineFailure(
      'bad-answer',
      sentence('speech.page-answer', { engine: engineTitle, characters }),
    );
  const what = text === '' ? 'nothing at all' : 'half an answer, or none that can be read';
  throw new EngineFailure(
    'bad-answer',
    sentence('speech.odd-answer', { engine: engineTitle, what, characters }),
  );
}

/** The words with what is known of their places. */
export function answerOf(raw: RawAnswer, audioSec: number): EngineAnswer {
  const text = raw.text.trim() === '' ? textOfParts(raw) : raw.text.trim();
  // Signs have no time of their own in some lists; a word without one is a fault.
  const timed = raw.words.filter(
    ({ text: word, start, end }) => start !== null || end !== null || /[\p{L}\p{N}]/u.test(word),
  );
  const words = placeTimes(timed, audioSec);
  const own = isWithoutParts(raw) ? null : withAllWords(text, raw.parts);
  const parts = own === null ? null : placeParts(own, audioSec);
  return {
    text,
    language: raw.language,
    words: words.items.length === 0 || words.areEstimated ? null : words.items,
    parts: parts?.items ?? null,
    hasBadTimes: words.isWrong || parts?.isWrong === true,
  };
}

/** One part without a place of its own is all of it, and its words may know better where lines begin. */
function isWithoutParts({ parts, words }: RawAnswer): boolean {
  const [only] = parts;
  if (only === undefined) return true;
  const isBare = only.start === null && only.end === null && only.speaker === null;
  return parts.length === 1 && isBare && words.length > 0;
}

function textOfParts({ parts, words }: RawAnswer): string {
  return parts.length === 0
    ? joinWords(words)
    : parts
        .map(({ text }) => text)
        .join(' ')
        .trim();
}

/** Words that came without a part of their own stand between those that have times. */
function placeParts(
  parts: readonly RawPart[],
  audioSec: number,
): { items: Placed<RawPart>[]; isWrong: boolean } {
  const isAdded = ({ start, end }: RawPart): boolean => start === null && end === null;
  const timed = parts.filter((part) => !isAdded(part));
  const placed = placeTimes(timed, audioSec);
  if (timed.length === 0 || placed.areEstimated)
    return { items: estimated(parts, audioSec), isWrong: placed.isWrong };
  let next = 0;
  const items = parts.map((part) => {
    if (!isAdded(part)) return placed.items[next++] ?? { ...part, startSec: 0, endSec: audioSec };
    const startSec = placed.items[next - 1]?.endSec ?? 0;
    return { ...part, startSec, endSec: Math.max(startSec, placed.items[next]?.startSec ?? audioSec) };
  });
  return { items, isWrong: placed.isWrong };
}
