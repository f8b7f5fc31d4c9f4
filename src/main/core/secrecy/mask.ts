import { readPlainCharacters } from './plain-characters.ts';

/** Knows the secrets that this process uses, and takes them out of what it says and keeps. */
export type Mask = {
  /** One that is shorter than 5 characters is left alone: it would be found in every other word. */
  learn(secrets: readonly string[]): void;
  /** The text with `[private]` in the place of every known secret, or of 12 characters in a row of one. */
  hide(text: string): string;
  /** The same for every text in plain objects and arrays. What holds none is answered as it is, not copied. */
  hideIn<T>(value: T): T;
};

/** What stands where a secret was. */
export const censor = '[private]';

// So many characters of a secret in a row are no coincidence; less of a longer one does not help who finds it.
const gramLength = 12;
const shortestSecret = 5;
// A token of an identity provider takes some kB. What is longer is no credential that a person gave.
const longestSecret = 16_000;
const mostSecrets = 1_000;
const deepest = 40;

type Range = { from: number; to: number };

/**
 * A secret is found as it is, in base64 (at any offset), hexadecimal, percent- or JSON-encoded, with blanks, quotes or
 * line breaks in between, and cut off at either end.
 */
export function createMask(): Mask {
  const known = new Set<string>();
  const grams = new Set<string>();
  // Says of three characters in a row whether any gram begins with them: most texts end there.
  const beginnings = new Uint8Array(0x1_00_00);
  const literals: string[] = [];

  function learnOne(secret: string): void {
    if (secret.length < shortestSecret || secret.length > longestSecret) return;
    if (known.has(secret) || known.size >= mostSecrets) return;
    known.add(secret);
    if (readPlainCharacters(secret).count < gramLength) literals.push(...formsOfShort(secret));
    for (const form of formsOf(secret)) {
      const { codes, count } = readPlainCharacters(form);
      for (let at = 0; at + gramLength <= count; at += 1) {
        grams.add(gramAt(codes, at));
        beginnings[hashAt(codes, at)] = 1;
      }
    }
  }

  function rangesOfGrams(text: string): Range[] {
    const { codes, starts, ends, count } = readPlainCharacters(text);
    const ranges: Range[] = [];
    for (let at = 0; at + gramLength <= count; at += 1) {
      if (beginnings[hashAt(codes, at)] === 0 || !grams.has(gramAt(codes, at))) continue;
      ranges.push({ from: starts[at] ?? 0, to: ends[at + gramLength - 1] ?? 0 });
    }
    return ranges;
  }

  function hide(text: string): string {
    if (known.size === 0 || text.length < shortestSecret) return text;
    const ranges = [
      ...(grams.size > 0 ? rangesOfGrams(text) : []),
      ...literals.flatMap((literal) => rangesOfLiteral(text, literal)),
    ];
    return ranges.length === 0 ? text : withoutRanges(text, ranges);
  }

  function hideIn<T>(value: T, depth = 0): T {
    if (known.size === 0) return value;
    if (typeof value === 'string') return hide(value) as T;
    if (Array.isArray(value)) {
      const list: unknown[] = value;
      const changed = list.map((item) => (depth < deepest ? hideIn(item, depth + 1) : item));
      return changed.some((item, index) => item !== list[index]) ? (changed as T) : value;
    }
    if (!isPlainObject(value)) return value;
    const entries = Object.entries(value);
    const changed = entries.map(
      ([key, item]) => [key, depth < deepest ? hideIn(item, depth + 1) : item] as const,
    );
    return changed.some(([, item], index) => item !== entries[index]?.[1])
      ? (Object.fromEntries(changed) as T)
      : value;
  }

  return {
    learn: (secrets) => secrets.forEach(learnOne),
    hide,
    hideIn: (value) => hideIn(value),
  };
}

function gramAt(codes: Uint8Array, at: number): string {
  return String.fromCharCode(...codes.subarray(at, at + gramLength));
}

function hashAt(codes: Uint8Array, at: number): number {
  return (((codes[at] ?? 0) * 31 + (codes[at + 1] ?? 0)) * 31 + (codes[at + 2] ?? 0)) & 0xff_ff;
}

function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  // Base64 takes three bytes at a time: what stands before a secret shifts it by none, one or two.
  const shifted = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // The first characters hold bits of what was before, the last of what follows.
    return text.slice(before === 0 ? 0 : before + 1, -1);
  });
  return [secret, ...shifted, bytes.toString('hex'), bytes.toString('hex').toUpperCase()];
}

function formsOfShort(secret: string): string[] {
  const inJson = JSON.stringify(secret).slice(1, -1);
  return [
    ...new Set([secret, encodeURIComponent(secret), inJson, Buffer.from(secret, 'utf8').toString('base64')]),
  ];
}

/** Short ones as whole words only. */
function rangesOfLiteral(text: string, literal: string): Range[] {
  const ranges: Range[] = [];
  for (let from = text.indexOf(literal); from !== -1; from = text.indexOf(literal, from + 1)) {
    const to = from + literal.length;
    if (!isWordAcross(text, from) && !isWordAcross(text, to)) ranges.push({ from, to });
  }
  return ranges;
}

function isWordAcross(text: string, at: number): boolean {
  return /^[\p{L}\p{N}]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));
}

function withoutRanges(text: string, ranges: Range[]): string {
  const parts: string[] = [];
  let reached = 0;
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    if (to <= reached) continue;
    if (from > reached || parts.length === 0) parts.push(text.slice(reached, from), censor);
    reached = to;
  }
  return `${parts.join('')}${text.slice(reached)}`;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
