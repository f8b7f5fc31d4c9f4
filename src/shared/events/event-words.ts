import type { StampedEvent } from './events.ts';

/** What the words of an event are taken from. */
export type EventText = Pick<StampedEvent, 'type' | 'reason' | 'raw'> & { fields: string };

// A transcript line is some 20 words; what is longer is no text that anybody searches by its end.
const maxWordsChars = 4_000;
const audioType = /^audio_chunk/i;
// Every message has one, they all differ, and the time of an event is a filter of its own.
const timestampKey = /timestamp$/i;

/**
 * The text by which an event is found: its type, its reason, and the strings in its frame or fields. A frame's keys,
 * numbers and times are left out, of an audio frame everything but its chunk id.
 */
export function eventWords({ type, reason, raw, fields }: EventText): string {
  const words: string[] = [type];
  let room = maxWordsChars;
  const add = (text: string): void => {
    if (room <= 0) return;
    words.push(text.slice(0, room));
    room -= text.length + 1;
  };
  if (reason !== null) add(reason);
  if (audioType.test(type)) add(chunkIdOf(fields));
  else if (raw === null) addStrings(parsed(fields), add);
  else {
    const message = parsed(raw);
    if (message === undefined) add(raw);
    else addStrings(message, add);
  }
  return words.join(' ');
}

function chunkIdOf(fields: string): string {
  const value = parsed(fields);
  const chunkId = typeof value === 'object' && value !== null && 'chunkId' in value ? value.chunkId : '';
  return typeof chunkId === 'string' ? chunkId : '';
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

// A list of its own instead of recursion: a frame may be nested deeper than the stack is.
function addStrings(value: unknown, add: (text: string) => void): void {
  const waiting = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string') add(next);
    if (typeof next !== 'object' || next === null) continue;
    const entries = Object.entries(next).filter(([key]) => key !== 'type' && !timestampKey.test(key));
    for (const [, inner] of entries.reverse()) waiting.push(inner);
  }
}

/**
 * What a person typed as a query of SQLite's FTS5: all words must be there, words in quotation marks side by side. A
 * last word that no event has as a whole, by `isKnown`, is taken for the beginning of one: somebody is still typing,
 * and gathering all words that begin so takes a hundred times as long. `null` when there is no word in it.
 */
export function searchQuery(
  typed: string,
  isKnown: (query: string) => boolean,
  alsoPhrase?: string,
): string | null {
  const parts = [...typed.toWellFormed().matchAll(/"([^"]*)"?|[^\s"]+/g)].map((match) => ({
    text: match[1] ?? match[0],
    isQuoted: match[0].startsWith('"'),
  }));
  const searchable = parts.filter(({ text }) => hasWord.test(text));
  if (searchable.length === 0) return null;
  const phrases = searchable.map(({ text, isQuoted }, index) => {
    const phrase = quoted(text);
    const mayGoOn = !isQuoted && index === searchable.length - 1 && text.length >= minPrefixChars;
    return mayGoOn && !isKnown(phrase) ? `${phrase}*` : phrase;
  });
  if (alsoPhrase !== undefined && hasWord.test(alsoPhrase)) phrases.push(quoted(alsoPhrase));
  return phrases.join(' AND ');
}

// The characters of which FTS5's tokenizer makes words.
const hasWord = /[\p{L}\p{N}\p{Co}]/u;
// One or two letters begin too many words.
const minPrefixChars = 3;

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
