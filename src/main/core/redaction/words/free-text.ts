import type { Tokens } from '../tokens.ts';
import { plainWords } from './words.ts';

/** Our own tokens, as they stand in a text already. */
const piece =
  /<[a-z]{2,12}(?:-[a-z]{2,8})?(?:-\d{1,6})?>|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\d{8}-\d{6}-[0-9a-f]{8}|\d{4}-\d\d-\d\dT[\d:.]{5,15}Z|[\p{L}\p{M}_][\p{L}\p{M}\p{N}_$]{0,200}|\d+|["“][^"“”\n]{0,4000}["”]/gu;
const innerWords = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g;
const longestNumber = 9;

/**
 * Keeps of a sentence the words that our own messages and systems use, and numbers; what stands in quotes and every other
 * word is private. So a message keeps its sense, and the names in it are gone, whatever they look like.
 */
export function plainSentence(text: string, tokens: Tokens, isOurId: (id: string) => boolean): string {
  const shown = text.replace(piece, (part) => {
    if (part.startsWith('<')) return part;
    if (part.startsWith('"') || part.startsWith('“')) return quoted(part);
    if (/^[0-9a-f]{8}-/.test(part)) return isOurId(part) ? part : tokens.of('id', part);
    if (part.endsWith('Z') && part[4] === '-') return part;
    if (/^\d/.test(part)) return isUsualNumber(part) ? part : '<number>';
    return isPlainWord(part) ? part : tokens.of('word', part);
  });
  return joinUnknown(shown);
}

/** An identifier, a message type, a state: shown whole when all its words are plain ones. */
export function isPlainName(name: string): boolean {
  if (name.length === 0 || name.length > 80) return false;
  const known = judgedNames.get(name);
  if (known !== undefined) return known;
  const isPlain = /^[\w.:/ -]+$/.test(name) && name.split(/[^A-Za-z0-9_]+/).every(isPlainWord);
  if (judgedNames.size >= mostJudgedNames) judgedNames.clear();
  judgedNames.set(name, isPlain);
  return isPlain;
}

// The same few names stand in every event.
const judgedNames = new Map<string, boolean>();
const mostJudgedNames = 5_000;

function quoted(part: string): string {
  const inner = part.slice(1, -1);
  return inner.includes(' ') || !isPlainName(inner) ? '<text>' : part;
}

function isUsualNumber(digits: string): boolean {
  return digits.length <= longestNumber || (digits.length === 13 && digits.startsWith('1'));
}

function isPlainWord(word: string): boolean {
  // One letter names nobody: "a", or the "s" of seconds.
  if (word.length <= 1) return true;
  if (plainWords.has(word.toLowerCase())) return true;
  if (/[^\x20-\x7e]/.test(word)) return false;
  const parts = word.match(innerWords) ?? [];
  return (
    parts.length > 0 &&
    parts.every((part) => (/^\d/.test(part) ? part.length <= longestNumber : isPart(part, parts.length)))
  );
}

function isPart(part: string, parts: number): boolean {
  return plainWords.has(part.toLowerCase()) || (parts > 1 && part.length === 1);
}

const wordToken = String.raw`<word(?:-\d{1,6})?>`;
const severalWords = new RegExp(`${wordToken}(?:[ ,.'’-]{1,3}${wordToken})+`, 'g');

function joinUnknown(text: string): string {
  return text.replace(severalWords, '<text>');
}
