// Python's json writes and reads NaN, Infinity and -Infinity, which JSON does not know.

/**
 * JSON.parse that reads such numbers, too. `revive` is given what a number was written as.
 * @throws SyntaxError, the one of JSON.parse
 */
export function parsePythonJson(text: string, revive?: (source: string, value: number) => unknown): unknown {
  try {
    return revive === undefined ? JSON.parse(text) : JSON.parse(text, reviver(revive, null));
  } catch (error) {
    const marked = withNumbers(text);
    if (marked === null) throw error;
    return JSON.parse(marked.text, reviver(revive, marked.nan));
  }
}

// TypeScript's library does not know yet that a reviver is told the text of a number.
type Reviver = (key: string, value: unknown, context?: { source?: string }) => unknown;

function reviver(
  revive: ((source: string, value: number) => unknown) | undefined,
  nan: string | null,
): Reviver {
  return (_key, value, context) => {
    if (typeof value !== 'number' || context?.source === undefined) return value;
    if (context.source === nan) return Number.NaN;
    return revive === undefined ? value : revive(context.source, value);
  };
}

const words = [
  ['-Infinity', '-1e999'],
  ['Infinity', '1e999'],
] as const;

const quote = 34;
const backslash = 92;

/** The text with numbers in the places of these words, outside of strings; `null` where it has none of them. */
function withNumbers(text: string): { text: string; nan: string } | null {
  // A number that nobody wrote.
  let nan = '1e-999';
  while (text.includes(nan)) nan += '9';
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      at = endOfString(text, at);
      continue;
    }
    // I, N and -.
    if (unit !== 73 && unit !== 78 && unit !== 45) continue;
    const found = text.startsWith('NaN', at)
      ? (['NaN', nan] as const)
      : words.find(([word]) => text.startsWith(word, at));
    if (found === undefined) continue;
    parts.push(text.slice(from, at), found[1]);
    from = at + found[0].length;
    at = from - 1;
  }
  return parts.length === 0 ? null : { text: `${parts.join('')}${text.slice(from)}`, nan };
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) at += 1;
    else if (unit === quote) return at;
  }
  return text.length;
}

/** JSON.stringify that writes such numbers, too, and -0. */
export function pythonJson(value: unknown): string {
  const odd: string[] = [];
  // A text that no value has by chance: numbers are put in its place afterwards.
  const mark = `\u0000odd number ${Math.random()} `;
  const text = JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== 'number' || (Number.isFinite(item) && !Object.is(item, -0))) return item;
    odd.push(Object.is(item, -0) ? '-0.0' : String(item));
    return mark;
  });
  if (odd.length === 0) return text;
  return text
    .split(JSON.stringify(mark))
    .reduce((all, part, index) => `${all}${odd[index - 1] ?? ''}${part}`);
}

/** A number that JSON does not know, or that other programs read as another one, and where it stands. */
export type OddNumber = { path: string; found: 'NaN' | 'Infinity' | '-Infinity' | '-0' };

const none: readonly OddNumber[] = [];
const mostOdd = 20;
const deepestOdd = 100;

/** Odd numbers in a value that was read from `text`; the first of them. */
export function oddNumbersIn(text: string, value: unknown): readonly OddNumber[] {
  if (!text.includes('NaN') && !text.includes('Infinity') && !mayHaveNegativeZero(text)) return none;
  const found: OddNumber[] = [];
  collect(value, '', found, 0);
  return found;
}

function collect(value: unknown, path: string, found: OddNumber[], level: number): void {
  if (found.length >= mostOdd || level > deepestOdd) return;
  if (typeof value === 'number') {
    if (Object.is(value, -0)) found.push({ path, found: '-0' });
    else if (!Number.isFinite(value)) found.push({ path, found: String(value) as OddNumber['found'] });
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) collect(item, `${path}[${index}]`, found, level + 1);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value))
      collect(item, path === '' ? name : `${path}.${name}`, found, level + 1);
  }
}

/** `-0` where a value may begin; times such as 2026-01-05 have it elsewhere. */
export function mayHaveNegativeZero(text: string): boolean {
  for (let at = text.indexOf('-0'); at !== -1; at = text.indexOf('-0', at + 2)) {
    let before = at - 1;
    while (before >= 0 && isSpace(text.charCodeAt(before))) before -= 1;
    // A colon, a comma, an opening bracket.
    if ([58, 44, 91].includes(text.charCodeAt(before))) return true;
  }
  return false;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}
