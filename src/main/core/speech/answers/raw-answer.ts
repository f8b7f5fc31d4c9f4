/** A word as an engine gave it; `null` for a time that is none. */
export type RawWord = { text: string; start: number | null; end: number | null };

/** A sentence or so as an engine gave it. */
export type RawPart = RawWord & {
  avgLogprob: number | null;
  compressionRatio: number | null;
  noSpeechProb: number | null;
  speaker: string | null;
};

/** An answer whose spelling is understood, and whose times nobody has judged yet. */
export type RawAnswer = { text: string; language: string | null; words: RawWord[]; parts: RawPart[] };

type Loose = Readonly<Record<string, unknown>>;

export function rawPart(part: Partial<RawPart> & { text: string }): RawPart {
  return {
    start: null,
    end: null,
    avgLogprob: null,
    compressionRatio: null,
    noSpeechProb: null,
    speaker: null,
    ...part,
  };
}

// Where servers put the words of a segment, or of all of it.
const textKeys = ['text', 'transcript', 'transcription', 'sentence', 'content', 'utterance', 'DisplayText'];
const partKeys = [
  'segments',
  'chunks',
  'utterances',
  'sentences',
  'transcription',
  'results',
  'phrases',
  'channels',
];
const wordKeys = ['words', 'word_timestamps', 'tokens'];
const startKeys = ['start', 'start_time', 'startTime', 'start_sec', 'begin', 'from', 'offset'];
const endKeys = ['end', 'end_time', 'endTime', 'end_sec', 'stop', 'to'];
// Around the answer itself, one inside the other at most.
const wrapperKeys = ['result', 'results', 'data', 'output', 'response', 'transcription', 'transcript'];
const mostWrappers = 3;

/** Understands the spellings of OpenAI, Groq, whisper.cpp, Hugging Face and their like; `null` where no words are. */
export function readShape(value: unknown, level = 0): RawAnswer | null {
  if (typeof value === 'string') return { text: value, language: null, words: [], parts: [] };
  if (Array.isArray(value)) {
    if (value.length === 1 && !isPart(value[0]))
      return level < mostWrappers ? readShape(value[0], level + 1) : null;
    const parts = partsOf(value);
    return parts.length === 0 ? null : { text: '', language: null, words: [], parts };
  }
  if (!isObject(value)) return null;
  const own = readObject(value);
  if (own !== null) return own;
  if (level >= mostWrappers) return null;
  for (const key of wrapperKeys) {
    const inner = isObject(value[key]) || Array.isArray(value[key]) ? readShape(value[key], level + 1) : null;
    if (inner !== null) return { ...inner, language: inner.language ?? languageOf(value) };
  }
  return null;
}

function readObject(value: Loose): RawAnswer | null {
  const text = textOf(value);
  const lists = partKeys.map((key) => value[key]).filter((list) => Array.isArray(list));
  const parts = lists.map(partsOf).find((list) => list.length > 0) ?? [];
  const words = wordsIn(value);
  const inParts = lists.flat().flatMap((part) => (isObject(part) ? wordsIn(part) : []));
  const isEmptyAnswer = textKeys.some((key) => value[key] === null) || lists.length > 0;
  if (text === null && parts.length === 0 && words.length === 0 && !isEmptyAnswer) return null;
  return {
    text: text ?? '',
    language: languageOf(value),
    words: words.length > 0 ? words : inParts,
    parts,
  };
}

function partsOf(list: readonly unknown[]): RawPart[] {
  return list.map(bestOf).flatMap((item) => {
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
        ...timesOf(item),
        avgLogprob: numberOf(item.avg_logprob),
        compressionRatio: numberOf(item.compression_ratio),
        noSpeechProb: numberOf(item.no_speech_prob),
        speaker: speakerOf(item),
      },
    ];
  });
}

function wordsIn(value: Loose): RawWord[] {
  const list = wordKeys.map((key) => value[key]).find((one) => Array.isArray(one)) ?? [];
  return list.flatMap((item) => {
    if (!isObject(item)) return [];
    const word = [item.word, item.punctuated_word, item.text, item.token].find(
      (one) => typeof one === 'string',
    );
    return word === undefined || word.trim() === '' ? [] : [{ text: word.trim(), ...timesOf(item) }];
  });
}

function timesOf(item: Loose): { start: number | null; end: number | null } {
  const { timestamp, timestamps, offsets } = item;
  if (Array.isArray(timestamp)) return { start: secOf(timestamp[0]), end: secOf(timestamp[1]) };
  // whisper.cpp: milliseconds, or a clock.
  if (isObject(offsets)) return { start: msOf(offsets.from), end: msOf(offsets.to) };
  if (isObject(timestamps)) return { start: secOf(timestamps.from), end: secOf(timestamps.to) };
  const start = startKeys.map((key) => secOf(item[key])).find((sec) => sec !== null);
  const end = endKeys.map((key) => secOf(item[key])).find((sec) => sec !== null);
  const duration = secOf(item.duration);
  const ended = start != null && duration !== null ? start + duration : null;
  const [startMs, lengthMs] = [msOf(item.offsetMilliseconds), msOf(item.durationMilliseconds)];
  const endedMs = startMs !== null && lengthMs !== null ? startMs + lengthMs : null;
  return {
    start: start ?? msOf(item.start_ms) ?? startMs,
    end: end ?? msOf(item.end_ms) ?? ended ?? endedMs,
  };
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

function languageOf(value: Loose): string | null {
  const given = [value.language, value.detected_language, value.language_code, value.lang];
  return (given.find((one) => typeof one === 'string' && one.trim() !== '') as string | undefined) ?? null;
}

function speakerOf({ speaker, speaker_id: id }: Loose): string | null {
  const given = speaker ?? id;
  if (typeof given === 'number') return `Speaker ${given}`;
  return typeof given === 'string' && given.trim() !== '' ? given.trim().slice(0, 80) : null;
}

/** Of several readings of the same stretch, the first is the best. */
function bestOf(item: unknown): unknown {
  const [best] = isObject(item) && Array.isArray(item.alternatives) ? (item.alternatives as unknown[]) : [];
  return isObject(item) && isObject(best) ? { ...item, ...best } : item;
}

const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isPart = (value: unknown): boolean =>
  isObject(value) && (textOf(value) ?? '') !== '' && timesOf(value).start !== null;

/** A number, or one that was written as text. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value.trim())
    ? Number(value)
    : null;
}

/** Seconds: a number, `1.5s`, or a clock such as `00:01:02,345`. */
function secOf(value: unknown): number | null {
  const number = numberOf(typeof value === 'string' ? value.trim().replace(/s$/, '') : value);
  if (number !== null || typeof value !== 'string') return number;
  const match = /^(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?$/.exec(value.trim());
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0', fraction = '0'] = match;
  return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds) + Number(`0.${fraction}`);
}

function msOf(value: unknown): number | null {
  const number = numberOf(value);
  return number === null ? null : number / 1_000;
}
