// What a server sends in another type than usual is still what it says: a number where words are expected is words.

/** Words by whatever type they came: text, a number, a list of them or an object with a `text`; `null` for none. */
export function wordsOf(value: unknown): string | null {
  return readWords(value, 0);
}

// Deeper than any server nests its words, and no danger to the stack.
const deepestWords = 4;

function readWords(value: unknown, level: number): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'object' || value === null || level >= deepestWords) return null;
  if (Array.isArray(value)) {
    const parts = value.map((part) => readWords(part, level + 1)).filter((part) => part !== null);
    return parts.length === 0 ? null : parts.join(' ');
  }
  return 'text' in value ? readWords(value.text, level + 1) : null;
}

/** An id as text: `3` and `"3"` are one. `null` for what names nothing. */
export function idOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** A flag that may have come as text or as a number. */
export function isYes(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === 'string' && value.toLowerCase() === 'true');
}

/**
 * True when two told times are the same moment: in whatever precision, with a zone or without, as text or as a
 * number of seconds or milliseconds since 1970.
 */
export function isSameMoment(a: string, b: string): boolean {
  if (a === b) return true;
  const [first, second] = [momentOf(a), momentOf(b)];
  if (first === null || second === null) return false;
  const apartMs = Math.abs(first.ms - second.ms);
  if (first.hasZone === second.hasZone) return apartMs < 1;
  // One side left its zone out: zones are a whole number of quarters of an hour apart.
  return apartMs % quarterHourMs < 1 && apartMs <= widestZoneMs;
}

const quarterHourMs = 900_000;
const widestZoneMs = 26 * 3_600_000;
// Longer is no time, and need not be read.
const longestTime = 64;
// Seconds until the year 5138 are smaller, milliseconds since March 1973 are larger.
const leastMs = 1e11;

function momentOf(text: string): { ms: number; hasZone: boolean } | null {
  if (text === '' || text.length > longestTime) return null;
  const number = Number(text);
  if (Number.isFinite(number)) return { ms: number < leastMs ? number * 1000 : number, hasZone: true };
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
  const ms = Date.parse(hasZone ? text : `${text.replace(' ', 'T')}Z`);
  return Number.isNaN(ms) ? null : { ms, hasZone };
}
