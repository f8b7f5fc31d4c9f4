import { messageOf } from '../../../shared/errors.ts';
import { jsonShapeProblem } from '../../../shared/protocol/json-shape.ts';
import { deepestLevel, readNumber } from '../monitor/monitor.ts';
import { oddNumbersIn, parsePythonJson } from '../../../shared/protocol/python-json.ts';
import { sentence, type Sentence } from '../../../shared/words/all-words.ts';

/** What is odd about an event that is analysed all the same. */
export const oddities = [
  'duplicate-key',
  'proto-key',
  'big-number',
  'lone-surrogate',
  'time-goes-back',
  'non-number',
] as const;
export type Oddity = (typeof oddities)[number];

export type ReadLine =
  { ok: true; value: unknown; oddities: readonly Oddity[] } | { ok: false; reason: string | Sentence };

const nothingOdd: readonly Oddity[] = [];

/**
 * Reads one JSON text so that nothing which the reference tells apart is lost: numbers keep their kind (1 or 1.0)
 * and size. Of keys that come twice the last value counts, as in the reference, and the line is named.
 */
export function readEventLine(text: string): ReadLine {
  const problem = jsonShapeProblem(text);
  if (problem !== null) return { ok: false, reason: problem };
  const tokens = scanTokens(text);
  let value: unknown;
  try {
    value = parsePythonJson(text, tokens.hasOddNumber ? readNumber : undefined);
  } catch (error) {
    return { ok: false, reason: sentence('line.not-json-because', { why: messageOf(error) }) };
  }
  const hasNonNumber = oddNumbersIn(text, value).some(({ found }) => found !== '-0');
  const seen = { keys: 0, hasProto: false, hasLoneSurrogate: false, looksAtText: tokens.hasSurrogate };
  if (!look(value, seen, 0))
    return { ok: false, reason: sentence('line.too-deep', { levels: deepestLevel }) };
  if (
    !hasNonNumber &&
    seen.keys === tokens.keys &&
    !seen.hasProto &&
    !seen.hasLoneSurrogate &&
    !tokens.hasBigNumber
  )
    return { ok: true, value, oddities: nothingOdd };
  const odd: Oddity[] = [];
  if (seen.keys < tokens.keys) odd.push('duplicate-key');
  if (hasNonNumber) odd.push('non-number');
  if (seen.hasProto) odd.push('proto-key');
  if (tokens.hasBigNumber) odd.push('big-number');
  if (seen.hasLoneSurrogate) odd.push('lone-surrogate');
  return { ok: true, value, oddities: odd };
}

type Tokens = { keys: number; hasOddNumber: boolean; hasBigNumber: boolean; hasSurrogate: boolean };

const quote = 34;
const colon = 58;
const surrogateEscape = /\\u[dD][89a-fA-F]/;
// Longer than any number that JavaScript is sure to keep.
const exactDigits = 16;

/** One pass over the text, in which strings are jumped over. */
function scanTokens(text: string): Tokens {
  const hasBackslash = text.includes('\\');
  const tokens: Tokens = {
    keys: 0,
    hasOddNumber: false,
    hasBigNumber: false,
    hasSurrogate: hasBackslash && surrogateEscape.test(text),
  };
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (unit === quote) {
      at = endOfString(text, at, hasBackslash);
      let next = at;
      while (isSpace(text.charCodeAt(next))) next += 1;
      if (text.charCodeAt(next) === colon) tokens.keys += 1;
    } else if (isDigit(unit) || unit === 45) {
      at = scanNumber(text, at, tokens);
    } else {
      at += 1;
    }
  }
  return tokens;
}

function endOfString(text: string, start: number, hasBackslash: boolean): number {
  let end = text.indexOf('"', start + 1);
  while (hasBackslash && end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end === -1 ? text.length : end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === 92) backslashes += 1;
  return backslashes % 2 === 1;
}

/** Notes numbers that JavaScript would not write as the reference does, and answers where the token ends. */
function scanNumber(text: string, start: number, tokens: Tokens): number {
  let at = start;
  let hasPoint = false;
  let hasExponent = false;
  let unit = text.charCodeAt(at);
  let last = unit;
  while (isDigit(unit) || unit === 45 || unit === 43 || unit === 46 || unit === 101 || unit === 69) {
    if (unit === 46) hasPoint = true;
    else if (unit === 101 || unit === 69) hasExponent = true;
    last = unit;
    at += 1;
    unit = text.charCodeAt(at);
  }
  const length = at - start;
  if (hasExponent || length >= exactDigits || (hasPoint && last === 48)) tokens.hasOddNumber = true;
  else if (length === 2 && text.startsWith('-0', start)) tokens.hasOddNumber = true;
  if (length >= exactDigits && !hasPoint && !hasExponent)
    tokens.hasBigNumber ||= !Number.isSafeInteger(Number(text.slice(start, at)));
  return at;
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

function isSpace(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 10 || unit === 13;
}

type Seen = { keys: number; hasProto: boolean; hasLoneSurrogate: boolean; looksAtText: boolean };

/** False when the value is nested too deeply. */
function look(value: unknown, seen: Seen, level: number): boolean {
  if (typeof value === 'string') {
    if (seen.looksAtText && !value.isWellFormed()) seen.hasLoneSurrogate = true;
    return true;
  }
  if (typeof value !== 'object' || value === null) return true;
  if (level > deepestLevel) return false;
  if (Array.isArray(value)) return value.every((item) => look(item, seen, level + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return true;
  for (const key of Object.keys(value)) {
    seen.keys += 1;
    if (key === '__proto__') seen.hasProto = true;
    if (seen.looksAtText && !key.isWellFormed()) seen.hasLoneSurrogate = true;
    if (!look((value as Record<string, unknown>)[key], seen, level + 1)) return false;
  }
  return true;
}
