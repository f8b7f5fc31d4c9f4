import { rawPart, type RawPart, type RawWord } from './raw-part.ts';
import { isRecord } from '../../../../../shared/is-record.ts';
import { numberOf, speakerOf, timesOf, type Loose } from './raw-values.ts';
import { joinWords } from '../tokens.ts';

// Where servers put the words of a segment, or of all of it.
export const textKeys = [
  ...['text', 'transcript', 'transcription', 'sentence', 'content', 'utterance', 'displaytext', 'display'],
  ...['transcribedtext', 'recognizedtext', 'fulltext', 'fulltranscript', 'transcripttext', 'generatedtext'],
  ...['asrtext', 'speech', 'stt', 'segment'],
];
const wordKeys = ['words', 'wordtimestamps', 'wordsegments', 'elements', 'tokens', 'items', 'timestamps'];
// Several readings of the same stretch, the best one first.
const readingKeys = ['alternatives', 'nbest', 'hypotheses'];

/** What an object says was said; `null` where it has no place for it. */
export function textOf(value: Loose): string | null {
  for (const key of textKeys) {
    const text = value[key];
    if (typeof text === 'string') return text;
    if (Array.isArray(text) && text.length > 0 && text.every((one) => typeof one === 'string'))
      return text.join(' ');
  }
  return blocksOf(value.content) ?? blocksOf(value.parts) ?? spokenMessage(value);
}

/** Models that write text answer in pieces of it, among which may be what they thought before: nobody said that. */
function blocksOf(content: unknown): string | null {
  const list = isRecord(content) ? content.parts : content;
  if (!Array.isArray(list)) return null;
  const texts = list.flatMap((block) =>
    isRecord(block) && typeof block.text === 'string' && !isThought(block) ? [block.text] : [],
  );
  return texts.length === 0 ? null : texts.join('');
}

const isThought = ({ thought, type }: Loose): boolean =>
  thought === true || (typeof type === 'string' && /reason|think/i.test(type));

/** A message is what a server says, unless somebody says it at some time. */
const spokenMessage = (value: Loose): string | null =>
  typeof value.msg === 'string' && timesOf(value).start !== null ? value.msg : null;

export function partsOf(list: readonly unknown[]): RawPart[] {
  return list.map(bestOf).flatMap((item): RawPart[] => {
    if (typeof item === 'string') return item.trim() === '' ? [] : [rawPart({ text: item.trim() })];
    if (Array.isArray(item)) return rowOf(item).map(rawPart);
    if (!isRecord(item)) return [];
    const text = textOf(item) ?? saidIn(item);
    if (text.trim() === '') return [];
    return [
      {
        text: text.trim(),
        ...placeOf(item, list.length > 1 || speakerOf(item) !== null),
        avgLogprob: numberOf(item.avglogprob),
        compressionRatio: numberOf(item.compressionratio),
        noSpeechProb: numberOf(item.nospeechprob),
        speaker: speakerOf(item),
      },
    ];
  });
}

/** Its own times, or those of its words, unless it is all there is: then they tell where lines begin. */
function placeOf(item: Loose, isApart: boolean): { start: number | null; end: number | null } {
  const own = timesOf(item);
  if (own.start !== null || own.end !== null || !isApart) return own;
  const words = wordsIn(item).filter(({ start }) => start !== null);
  return { start: words[0]?.start ?? null, end: words.at(-1)?.end ?? null };
}

/** Python's named tuples lose their names on the way: two times, and the words behind or before them. */
function rowOf(row: readonly unknown[]): RawWord[] {
  const at = row.findIndex((one) => typeof one === 'string' && one.trim() !== '');
  const text = row[at];
  if (typeof text !== 'string' || row.filter((one) => typeof one === 'string').length > 1) return [];
  const [start, end] = [row.slice(0, at).slice(-2), row.slice(at + 1, at + 3)]
    .map((two) => two.map(numberOf))
    .find((two) => two.length === 2 && !two.includes(null)) ?? [null, null];
  return [{ text: text.trim(), start: start ?? null, end: end ?? null }];
}

export function wordsIn(value: Loose): RawWord[] {
  const lists = wordKeys.map((key) => value[key]).filter((one): one is unknown[] => Array.isArray(one));
  const list = lists.find((one) => wordsOf(one).length > 0) ?? [];
  return isSpaced(value, list) ? wholeWords(list) : wordsOf(list);
}

/** What was said by a list of words alone, in their own spacing where they have one. */
export function saidIn(value: Loose): string {
  const own = [value.elements, value.tokens].find((list) => isSpaced(value, list));
  return Array.isArray(own) ? own.map(rawWordOf).join('') : joinWords(wordsIn(value));
}

export function wordsOf(list: readonly unknown[]): RawWord[] {
  return list.map(bestOf).flatMap((item) => {
    if (typeof item === 'string')
      return item.trim() === '' ? [] : [{ text: item.trim(), start: null, end: null }];
    if (Array.isArray(item)) return rowOf(item);
    if (!isRecord(item)) return [];
    const word = wordOf(item);
    return word === undefined || word.trim() === '' ? [] : [{ text: word.trim(), ...timesOf(item) }];
  });
}

/** Models cut words into pieces: what has no blank before it belongs to the piece before. */
function wholeWords(list: readonly unknown[]): RawWord[] {
  let isApart = true;
  return list.reduce<RawWord[]>((words, item) => {
    const raw = rawWordOf(item);
    const [word] = wordsOf([item]);
    const last = words.at(-1);
    if (word === undefined) isApart ||= raw !== '';
    else if (last === undefined || isApart || /^\s/.test(raw)) words.push(word);
    else words[words.length - 1] = { ...last, text: last.text + word.text, end: word.end ?? last.end };
    if (word !== undefined) isApart = /\s$/.test(raw);
    return words;
  }, []);
}

/** Blanks between words are told in the list itself. */
function isSpaced({ elements, tokens }: Loose, list: unknown): boolean {
  if (!Array.isArray(list)) return false;
  return (
    list === elements || (list === tokens && list.slice(1).some((item) => /^\s|\s$/.test(rawWordOf(item))))
  );
}

const rawWordOf = (item: unknown): string =>
  typeof item === 'string' ? item : ((isRecord(item) ? wordOf(item) : undefined) ?? '');

const wordOf = (item: Loose): string | undefined =>
  [item.word, item.punctuatedword, item.text, item.token, item.content, item.value].find(
    (one) => typeof one === 'string',
  );

/** Some give each word, and each sign after it, as a result of its own, among changes of speakers and the like. */
export function isWordList(list: readonly unknown[]): boolean {
  const types = list.map((item) => (isRecord(item) && typeof item.type === 'string' ? item.type : ''));
  return !types.includes('') && types.some((type) => /^(word|pronunciation)$/.test(type));
}

/** The text of such a list. */
export function joined(list: readonly unknown[]): string {
  return joinWords(
    list.map(bestOf).map((item) => {
      const isGlued = isRecord(item) && item.type === 'punctuation';
      return { text: isRecord(item) ? (wordOf(item) ?? '') : '', isGlued };
    }),
  );
}

/** Of several readings of the same stretch, the first is the best. */
export function bestOf(item: unknown): unknown {
  if (!isRecord(item)) return item;
  const [best] = readingKeys.flatMap((key) => (Array.isArray(item[key]) ? (item[key] as unknown[]) : []));
  return isRecord(best) ? { ...item, ...best } : item;
}
