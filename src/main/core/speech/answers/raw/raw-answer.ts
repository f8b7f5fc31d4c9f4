import { withPlainKeys } from './plain-keys.ts';
import type { RawPart, RawWord } from './raw-part.ts';
import {
  bestOf,
  isWordList,
  joined,
  partsOf,
  saidIn,
  textKeys,
  textOf,
  wordsIn,
  wordsOf,
} from './raw-lists.ts';
import { hasFailed, hasOddCode, isCutOff, isRefusing, isUnfinished } from './raw-state.ts';
import { isRecord } from '../../../../../shared/is-record.ts';
import { languageOf, timesOf, type Loose } from './raw-values.ts';
import { readSubtitles } from '../subtitles.ts';

/** An answer whose spelling is understood, and whose times nobody has judged yet. */
export type RawAnswer = {
  text: string;
  language: string | null;
  words: RawWord[];
  parts: RawPart[];
  /** It says itself that more was to come, or that something failed beside these words. */
  isCutOff?: boolean;
};

const partKeys = [
  ...['segments', 'chunks', 'utterances', 'sentences', 'transcription', 'results', 'phrases', 'channels'],
  ...[
    'transcripts',
    'nbest',
    'monologues',
    'recognizedphrases',
    'combinedphrases',
    'combinedrecognizedphrases',
  ],
  ...['turnleveltranscription', 'sentencelevel', 'entries', 'segment', 'sentence', 'sentenceinfo'],
];
// Around the answer itself, one inside the other.
const wrapperKeys = [
  ...['result', 'results', 'data', 'output', 'response', 'transcription', 'transcript'],
  ...['outputs', 'predictions', 'choices', 'candidates', 'message', 'body', 'prediction'],
];
// Several answers to the same question: the first is the one that was asked for.
const answerKeys = new Set(['choices', 'candidates']);
const mostWrappers = 6;
// A wrapper has a handful; what has hundreds is no answer.
const mostPlaces = 50;
// Those that may hold the words themselves. A message is what a server says, and not what was said.
const sayingKeys = ['result', 'data', 'output', 'response', 'prediction', 'body'];
// What a wrapper may say of itself where others have the words.
const states =
  /^(ok|okay|success(ful(ly)?)?|succeeded|completed?|done|finished|error|failed|failure|processing|queued|pending|running|true|false|null|none)$/i;
// What an answer has beside the words: what was asked, and what a server says.
const besides =
  /error|warning|usage|input|request|prompt|option|config|param|setting|setup|header|log|detail|reason|message|msg|feedback|instruction|context|metadata|info$|status|annotation|safety/;

/** Understands the spellings of OpenAI, Groq, whisper.cpp, Hugging Face and their like; `null` where no words are. */
export function readShape(value: unknown): RawAnswer | null {
  return readPlain(withPlainKeys(value), 0);
}

function readPlain(value: unknown, level: number): RawAnswer | null {
  if (typeof value === 'string') return readText(value, level);
  if (level > mostWrappers) return null;
  if (Array.isArray(value)) {
    if (value.length === 1 && !isPart(value[0])) return readPlain(value[0], level + 1);
    const parts = partsOf(value);
    return parts.length === 0 ? null : { text: '', language: null, words: [], parts };
  }
  if (!isRecord(value)) return null;
  const own = readObject(value, level);
  if (own !== null && (!isWordless(own) || typeof textOf(value) === 'string')) return own;
  for (const key of wrapperKeys) {
    const one = answerKeys.has(key) ? firstOf(value[key]) : value[key];
    const inner = isRecord(one) || Array.isArray(one) ? readPlain(one, level + 1) : null;
    if (inner !== null && !(own !== null && isWordless(inner))) return within(value, inner);
  }
  if (own !== null || hasFailed(value)) return own && (readUnknown(value, level) ?? own);
  const said = sayingKeys
    .map((key) => value[key])
    .find((one) => typeof one === 'string' && !states.test(one.trim()));
  if (said === undefined) return readUnknown(value, level);
  const read = hasOddCode(value) ? null : readPlain(said, level + 1);
  return read && within(value, read);
}

/** A wrapper that nobody knows, such as the name of a query: if one place alone has words, they are what was said. */
function readUnknown(value: Loose, level: number): RawAnswer | null {
  const places = Object.entries(value);
  if (places.length > mostPlaces) return null;
  const found = places.flatMap(([key, one]) => {
    const inner =
      isRecord(one) && !besides.test(key) && !wrapperKeys.includes(key) ? readPlain(one, level + 1) : null;
    return inner === null || isWordless(inner) ? [] : [inner];
  });
  const [only] = found;
  return only === undefined || found.length > 1 || hasOddCode(value) ? null : within(value, only);
}

const firstOf = (list: unknown): unknown => (Array.isArray(list) ? (list[0] as unknown) : list);

const within = (value: Loose, inner: RawAnswer): RawAnswer => ({
  ...inner,
  language: inner.language ?? languageOf(value),
  ...(isCutOff(value) && cutOff),
});

/** Words, subtitles, or an answer that was packed into a text. */
function readText(text: string, level: number): RawAnswer | null {
  const packed = level < mostWrappers ? readPacked(text, level) : null;
  if (packed !== null) return packed;
  const parts = readSubtitles(text);
  return { text: parts === null ? text : '', language: null, words: [], parts: withWords(parts ?? []) };
}

function readPacked(text: string, level: number): RawAnswer | null {
  const body = withoutFence(text);
  const value = /^\s*[[{]/.test(body) ? parsed(body) : undefined;
  return isRecord(value) || Array.isArray(value) ? readPlain(withPlainKeys(value), level + 1) : null;
}

/** Models that write text put JSON between fences. */
export function withoutFence(text: string): string {
  const given = text.trim();
  const isFenced = /^```(json)?\s/.test(given) && given.length > 6 && given.endsWith('```');
  return isFenced ? given.slice(given.startsWith('```json') ? 7 : 3, -3).trim() : text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readObject(outer: Loose, level: number): RawAnswer | null {
  const value = textOf(outer) === null ? (bestOf(outer) as Loose) : outer;
  const given = textOf(value);
  const packed = given === null ? null : readPacked(given, level);
  if (packed !== null) return within(value, packed);
  const lists = partKeys.map((key) => value[key]).filter((list) => Array.isArray(list));
  const list = lists.find((one) => partsOf(one).length > 0) ?? [];
  const asWords = isWordList(list);
  const parts = asWords ? [] : partsOf(list);
  const own = asWords ? wordsOf(list) : wordsIn(value);
  const words =
    own.length > 0 ? own : list.map(bestOf).flatMap((part) => (isRecord(part) ? wordsIn(part) : []));
  const text = given ?? (asWords ? joined(list) : parts.length > 0 ? null : saidIn(value) || null);
  const isEmpty = (text ?? '') === '' && parts.length === 0 && words.length === 0;
  const isEmptyAnswer = text !== null || textKeys.some((key) => value[key] === null) || lists.length > 0;
  const isNone = hasFailed(value) || isUnfinished(value) || isRefusing(value) || lists.some(isUnread);
  if (isEmpty && (!isEmptyAnswer || isNone)) return null;
  const subtitles = text === null ? null : readSubtitles(text);
  return {
    text: subtitles === null ? (text ?? '') : '',
    language: languageOf(value),
    words,
    parts: parts.length > 0 ? parts : withWords(subtitles ?? []),
    ...(isCutOff(value) && cutOff),
  };
}

const cutOff = { isCutOff: true };

const withWords = (parts: readonly RawPart[]): RawPart[] => parts.filter(({ text }) => text.trim() !== '');

const isWordless = ({ text, parts, words }: RawAnswer): boolean =>
  text === '' && parts.length === 0 && words.length === 0;

/** There is a sentence in it under a name that nobody knows. That is no silence. */
function isUnread(value: unknown): boolean {
  if (typeof value === 'string') return /\S\s+\S|[^\x20-\x7e]/.test(value);
  if (Array.isArray(value)) return value.some(isUnread);
  return (
    isRecord(value) &&
    Object.entries(value).some(([key, one]) => !besides.test(key) && !textKeys.includes(key) && isUnread(one))
  );
}

const isPart = (value: unknown): boolean =>
  isRecord(value) && (textOf(value) ?? '') !== '' && timesOf(value).start !== null;
