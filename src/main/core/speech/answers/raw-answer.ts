import { withPlainKeys } from './plain-keys.ts';
import { rawPart, type RawPart, type RawWord } from './raw-part.ts';
import { isObject, languageOf, numberOf, speakerOf, timesOf, type Loose } from './raw-values.ts';
import { readSubtitles } from './subtitles.ts';

/** An answer whose spelling is understood, and whose times nobody has judged yet. */
export type RawAnswer = {
  text: string;
  language: string | null;
  words: RawWord[];
  parts: RawPart[];
  /** It says itself that more was to come, or that something failed beside these words. */
  isCutOff?: boolean;
};

// Where servers put the words of a segment, or of all of it.
const textKeys = [
  ...['text', 'transcript', 'transcription', 'sentence', 'content', 'utterance', 'displaytext', 'display'],
  ...['transcribedtext', 'recognizedtext', 'fulltext', 'transcripttext', 'generatedtext'],
];
const partKeys = [
  ...['segments', 'chunks', 'utterances', 'sentences', 'transcription', 'results', 'phrases', 'channels'],
  ...['transcripts', 'nbest'],
];
const wordKeys = ['words', 'wordtimestamps', 'wordsegments', 'tokens', 'items'];
// Around the answer itself, one inside the other.
const wrapperKeys = [
  ...['result', 'results', 'data', 'output', 'response', 'transcription', 'transcript'],
  ...['outputs', 'predictions', 'choices', 'message', 'body', 'prediction'],
];
const mostWrappers = 6;
// Those that may hold the words themselves. A message is what a server says, and not what was said.
const sayingKeys = ['result', 'data', 'output', 'response', 'prediction', 'body'];
// What a wrapper may say of itself where others have the words.
const states =
  /^(ok|okay|success(ful(ly)?)?|succeeded|completed?|done|finished|error|failed|failure|processing|queued|pending|running|true|false|null|none)$/i;

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
  if (!isObject(value)) return null;
  const own = readObject(value);
  if (own !== null) return own;
  for (const key of wrapperKeys) {
    const one = value[key];
    const inner = isObject(one) || Array.isArray(one) ? readPlain(one, level + 1) : null;
    if (inner !== null)
      return { ...inner, language: inner.language ?? languageOf(value), ...(isCutOff(value) && cutOff) };
  }
  const said = sayingKeys
    .map((key) => value[key])
    .find((one) => typeof one === 'string' && !states.test(one.trim()));
  return said === undefined || hasFailed(value) || hasOddCode(value) ? null : readPlain(said, level + 1);
}

/** Words, subtitles, or an answer that was packed into a text. */
function readText(text: string, level: number): RawAnswer | null {
  const packed = /^\s*[[{]/.test(text) && level < mostWrappers ? parsed(text) : undefined;
  const inner = packed === undefined ? null : readPlain(withPlainKeys(packed), level + 1);
  if (inner !== null) return inner;
  const parts = readSubtitles(text);
  return { text: parts === null ? text : '', language: null, words: [], parts: withWords(parts ?? []) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function readObject(value: Loose): RawAnswer | null {
  const given = textOf(value);
  const lists = partKeys.map((key) => value[key]).filter((list) => Array.isArray(list));
  const list = lists.find((one) => partsOf(one).length > 0) ?? [];
  const asWords = isWordList(list);
  const parts = asWords ? [] : partsOf(list);
  const own = asWords ? wordsOf(list) : wordsIn(value);
  const words =
    own.length > 0 ? own : list.map(bestOf).flatMap((part) => (isObject(part) ? wordsIn(part) : []));
  const text = given ?? (asWords ? joined(list) : null);
  const isEmpty = (text ?? '') === '' && parts.length === 0 && words.length === 0;
  const isEmptyAnswer = text !== null || textKeys.some((key) => value[key] === null) || lists.length > 0;
  if (isEmpty && (!isEmptyAnswer || hasFailed(value) || isUnfinished(value))) return null;
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

function hasFailed({ error, errors, status, success }: Loose): boolean {
  return (
    isSaid(error) ||
    (Array.isArray(errors) && errors.length > 0) ||
    success === false ||
    (typeof status === 'string' && /^(error|failed|failure)$/i.test(status))
  );
}

const isUnfinished = ({ status }: Loose): boolean =>
  typeof status === 'string' && /^(queued|pending|processing|running|in_?progress|submitted)$/i.test(status);

/** An answer that is packed into another says by a number how it went. */
function hasOddCode({ code, errorcode, statuscode }: Loose): boolean {
  const given = code ?? errorcode ?? statuscode;
  return (
    (typeof given === 'number' || typeof given === 'string') && !/^(0+|200+|ok|success)$/i.test(`${given}`)
  );
}

/** Some have a place for an error in every answer, and say there that there is none. */
function isSaid(error: unknown): boolean {
  if (typeof error === 'string')
    return error.trim() !== '' && !/^(ok|success|none|null|false|0)$/i.test(error.trim());
  if (isObject(error)) return Object.values(error).some(isSaid);
  return typeof error === 'number' ? error !== 0 : error === true;
}

/** Models that write text say so where they had to stop in the middle of it. */
function isCutOff(value: Loose): boolean {
  const [choice] = Array.isArray(value.choices) ? (value.choices as unknown[]) : [];
  const reason = value.finishreason ?? (isObject(choice) ? choice.finishreason : null);
  return hasFailed(value) || reason === 'length' || reason === 'max_tokens' || value.truncated === true;
}

function partsOf(list: readonly unknown[]): RawPart[] {
  return list.map(bestOf).flatMap((item): RawPart[] => {
    if (typeof item === 'string') return item.trim() === '' ? [] : [rawPart({ text: item.trim() })];
    if (!isObject(item)) return [];
    const text =
      textOf(item) ??
      wordsIn(item)
        .map((word) => word.text)
        .join(' ');
    if (text.trim() === '') return [];
    return [
      {
        text: text.trim(),
        ...placeOf(item, list.length > 1),
        avgLogprob: numberOf(item.avglogprob),
        compressionRatio: numberOf(item.compressionratio),
        noSpeechProb: numberOf(item.nospeechprob),
        speaker: speakerOf(item),
      },
    ];
  });
}

/** Its own times, or those of its words where there are several of its kind. */
function placeOf(item: Loose, isOneOfSeveral: boolean): { start: number | null; end: number | null } {
  const own = timesOf(item);
  if (own.start !== null || own.end !== null || !isOneOfSeveral) return own;
  const words = wordsIn(item).filter(({ start }) => start !== null);
  return { start: words[0]?.start ?? null, end: words.at(-1)?.end ?? null };
}

function wordsIn(value: Loose): RawWord[] {
  const list = wordKeys.map((key) => value[key]).find((one) => Array.isArray(one)) ?? [];
  return wordsOf(list as unknown[]);
}

function wordsOf(list: readonly unknown[]): RawWord[] {
  return list.map(bestOf).flatMap((item) => {
    if (typeof item === 'string')
      return item.trim() === '' ? [] : [{ text: item.trim(), start: null, end: null }];
    if (!isObject(item)) return [];
    const word = wordOf(item);
    return word === undefined || word.trim() === '' ? [] : [{ text: word.trim(), ...timesOf(item) }];
  });
}

const wordOf = (item: Loose): string | undefined =>
  [item.word, item.punctuatedword, item.text, item.token, item.content].find(
    (one) => typeof one === 'string',
  );

/** Some give each word, and each sign after it, as a result of its own. */
function isWordList(list: readonly unknown[]): boolean {
  return (
    list.length > 0 &&
    list.every(
      (item) =>
        isObject(item) &&
        typeof item.type === 'string' &&
        /^(word|pronunciation|punctuation)$/.test(item.type),
    )
  );
}

function joined(list: readonly unknown[]): string {
  return list.map(bestOf).reduce<string>((text, item) => {
    if (!isObject(item)) return text;
    const isGlued = text === '' || item.type === 'punctuation';
    return `${text}${isGlued ? '' : ' '}${wordOf(item) ?? ''}`;
  }, '');
}

function textOf(value: Loose): string | null {
  for (const key of textKeys) {
    const text = value[key];
    if (typeof text === 'string') return text;
    if (Array.isArray(text) && text.length > 0 && text.every((one) => typeof one === 'string'))
      return text.join(' ');
  }
  return null;
}

/** Of several readings of the same stretch, the first is the best. */
function bestOf(item: unknown): unknown {
  const [best] = isObject(item) && Array.isArray(item.alternatives) ? (item.alternatives as unknown[]) : [];
  return isObject(item) && isObject(best) ? { ...item, ...best } : item;
}

const isPart = (value: unknown): boolean =>
  isObject(value) && (textOf(value) ?? '') !== '' && timesOf(value).start !== null;
