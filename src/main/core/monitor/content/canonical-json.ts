import { ExactNumber, isObject, numberText } from './exact-number.ts';

const nothing: ReadonlySet<string> = new Set();

/**
 * The text that the reference hashes: JSON with keys sorted by code point, `", "` and `": "` between, everything
 * beyond ASCII escaped. `ignored` keys are left out at the top level only; lists keep their order.
 */
export function canonicalJson(value: unknown, ignored: ReadonlySet<string> = nothing): string {
  if (isObject(value)) return objectText(value, ignored);
  return valueText(value);
}

function valueText(value: unknown): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value instanceof ExactNumber) return value.text;
  if (Array.isArray(value)) return listText(value);
  return isObject(value) ? objectText(value, nothing) : 'null';
}

function listText(list: readonly unknown[]): string {
  if (list.length === 0) return '[]';
  let text = '[';
  for (let index = 0; index < list.length; index += 1) {
    text += index === 0 ? valueText(list[index]) : `, ${valueText(list[index])}`;
  }
  return `${text}]`;
}

function objectText(object: Readonly<Record<string, unknown>>, ignored: ReadonlySet<string>): string {
  let text = '{';
  let isFirst = true;
  for (const key of sortedKeys(object)) {
    if (ignored.has(key)) continue;
    text += isFirst
      ? `${stringText(key)}: ${valueText(object[key])}`
      : `, ${stringText(key)}: ${valueText(object[key])}`;
    isFirst = false;
  }
  return `${text}}`;
}

const mostKeysByInsertion = 24;

function sortedKeys(object: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(object);
  // Faster than sort() for the few keys that messages have, and linear when they come sorted.
  if (keys.length > mostKeysByInsertion) return keys.sort(byCodePoint);
  for (const [index, key] of keys.entries()) {
    let place = index;
    for (let before = keys[place - 1]; before !== undefined && byCodePoint(before, key) > 0;) {
      keys[place] = before;
      place -= 1;
      before = keys[place - 1];
    }
    keys[place] = key;
  }
  return keys;
}

const surrogate = /[\ud800-\udfff]/;

/** JavaScript compares UTF-16 units, which puts U+10000 and beyond before U+E000. */
function byCodePoint(a: string, b: string): number {
  if (surrogate.test(a) || surrogate.test(b)) return compareCodePoints(a, b);
  if (a < b) return -1;
  return a > b ? 1 : 0;
}

function compareCodePoints(a: string, b: string): number {
  const left = Array.from(a, (char) => char.codePointAt(0) ?? 0);
  const right = Array.from(b, (char) => char.codePointAt(0) ?? 0);
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

// eslint-disable-next-line no-control-regex -- control characters are what needs an escape
const needsEscape = /[\u0000-\u001f"\\\u007f-\uffff]/;
const beyondAscii = /[\u007f-\uffff]/g;

function stringText(text: string): string {
  if (!needsEscape.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(beyondAscii, escapeChar);
}

function escapeChar(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
