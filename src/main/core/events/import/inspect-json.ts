import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

/**
 * What JSON.parse passes over in silence, in words. The text has been parsed already, so it is known to be JSON; only
 * its own level is looked at, not JSON inside its strings.
 */
export function inspectJson(text: string): Sentence[] {
  const notes: Notes = new Map();
  // The keys of the objects that are open; an array has none.
  const open: (Set<string> | null)[] = [];
  let lastString = '""';
  for (const token of tokensOf(text)) {
    switch (token.charAt(0)) {
      case '"':
        lastString = token;
        if (loneSurrogate.test(token)) noteSurrogates(token, notes);
        break;
      case ':':
        noteKey(lastString, open.at(-1) ?? null, notes);
        break;
      case '{':
        open.push(new Set());
        break;
      case '[':
        open.push(null);
        break;
      case '}':
      case ']':
        open.pop();
        break;
      default:
        noteNumber(token, notes);
    }
  }
  return [...notes.values()];
}

/** Each is told once. */
type Notes = Map<string, Sentence>;

function note(notes: Notes, said: Sentence): void {
  notes.set(JSON.stringify(said), said);
}

/** Strings with their quotation marks, numbers, and the signs around them. */
function* tokensOf(text: string): Generator<string> {
  const next = /["{}[\]:]|-?\d[\d.eE+-]*/g;
  for (let found = next.exec(text); found !== null; found = next.exec(text)) {
    if (found[0] !== '"') {
      yield found[0];
      continue;
    }
    // Not by the expression: one that can pass over escapes runs out of stack on a string of megabytes.
    const end = endOfString(text, found.index);
    yield text.slice(found.index, end);
    next.lastIndex = end;
  }
}

/** The place after the closing quotation mark: the first one that an even number of backslashes precedes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end + 1;
  }
  return text.length;
}

// JSON may write half a character only as an escape; a pair of them is one character.
const loneSurrogate = /\\u[dD][89a-fA-F]/;

function noteKey(quoted: string, keys: Set<string> | null, notes: Notes): void {
  const key = String(JSON.parse(quoted));
  if (key === '__proto__') note(notes, sentence('line.proto-key'));
  if (keys?.has(key) === true) note(notes, sentence('line.key-twice', { key: shown(key) }));
  keys?.add(key);
}

function noteNumber(token: string, notes: Notes): void {
  const isWhole = /^-?\d+$/.test(token);
  const value = Number(token);
  if (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)) return;
  note(notes, sentence('line.large-number', { number: shown(token) }));
}

function noteSurrogates(quoted: string, notes: Notes): void {
  if (!String(JSON.parse(quoted)).isWellFormed()) note(notes, sentence('line.half-character'));
}

function shown(text: string): string {
  return text.length <= 40 ? text.toWellFormed() : `${text.slice(0, 40).toWellFormed()}…`;
}
