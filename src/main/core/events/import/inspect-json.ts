/**
 * What JSON.parse passes over in silence, in words. The text has been parsed already, so it is known to be JSON; only
 * its own level is looked at, not JSON inside its strings.
 */
export function inspectJson(text: string): string[] {
  const notes = new Set<string>();
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
  return [...notes];
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

function noteKey(quoted: string, keys: Set<string> | null, notes: Set<string>): void {
  const key = String(JSON.parse(quoted));
  if (key === '__proto__') notes.add('the key "__proto__" is kept as plain data');
  if (keys?.has(key) === true) notes.add(`the key "${shown(key)}" is there twice; the last one counts`);
  keys?.add(key);
}

function noteNumber(token: string, notes: Set<string>): void {
  const isWhole = /^-?\d+$/.test(token);
  const value = Number(token);
  if (isWhole ? Number.isSafeInteger(value) : Number.isFinite(value)) return;
  notes.add(`the number ${shown(token)} is too large to be kept exactly`);
}

function noteSurrogates(quoted: string, notes: Set<string>): void {
  if (!String(JSON.parse(quoted)).isWellFormed())
    notes.add('half a character (a lone surrogate) became U+FFFD');
}

function shown(text: string): string {
  return text.length <= 40 ? text.toWellFormed() : `${text.slice(0, 40).toWellFormed()}…`;
}
