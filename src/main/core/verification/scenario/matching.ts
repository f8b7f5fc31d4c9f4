import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import type { Fields, Matcher } from '../../../../shared/verification/scenario.ts';
import { outsideText } from '../../network/network.ts';
import type { Received } from '../bench/connect.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

export type Wanted = { type?: string | undefined; fields?: Fields | undefined; says?: string | undefined };

/** Why a message is not the one that is wanted; `null` when it is. */
export function differenceOf({ message }: Received, { type, fields, says }: Wanted): Sentence | null {
  if (message === null) return sentence('scenario.differs.unreadable');
  if (type !== undefined && message.type !== type)
    return sentence('scenario.differs.type', { type: outsideText(message.type) });
  for (const [path, matcher] of Object.entries(fields ?? {})) {
    const value = valueAt(message, path);
    const wrong = wrongWith(value, matcher);
    if (wrong !== null)
      return value === undefined
        ? sentence('scenario.differs.missing', { path, wanted: wrong })
        : sentence('scenario.differs.value', { path, value: shown(value), wanted: wrong });
  }
  if (says === undefined) return null;
  const words = errorText(message);
  if (words === null) return sentence('scenario.differs.says-nothing', { says });
  return finds(says, words) ? null : sentence('scenario.differs.says', { words: shown(words), says });
}

/** What a value should have been; `null` when it is. */
function wrongWith(value: unknown, matcher: Fields[string]): string | Sentence | null {
  if (typeof matcher !== 'object' || matcher === null)
    return Object.is(value, matcher) ? null : shown(matcher);
  for (const [name, wanted] of Object.entries(matcher)) {
    if (wanted === undefined) continue;
    if (!checks[name as keyof Matcher](value, wanted as never))
      return sentence(`scenario.matcher.${name as keyof Matcher}`, { wanted: shown(wanted) });
  }
  return null;
}

const checks: {
  [K in keyof Required<Matcher>]: (value: unknown, wanted: NonNullable<Matcher[K]>) => boolean;
} = {
  equals: (value, wanted) => isDeepStrictEqual(value, wanted),
  matches: (value, wanted) => typeof value === 'string' && finds(wanted, value),
  contains: (value, wanted) => typeof value === 'string' && value.includes(wanted),
  exists: (value, wanted) => (value !== undefined) === wanted,
  isA: (value, wanted) => kindOf(value) === wanted,
  min: (value, wanted) => typeof value === 'number' && value >= wanted,
  max: (value, wanted) => typeof value === 'number' && value <= wanted,
  oneOf: (value, wanted) => wanted.some((one) => isDeepStrictEqual(value, one)),
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  return typeof value === 'string' ? 'text' : typeof value;
}

function valueAt(message: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    return (value as Record<string, unknown>)[key];
  }, message);
}

const mostCharacters = 100_000;
const mostSearchMs = 200;

/** A pattern of a file meets a text of a target: some pairs of them would be searched for years. */
function finds(pattern: string, text: string): boolean {
  try {
    return runInNewContext(
      'new RegExp(pattern, "u").test(text)',
      { pattern, text: text.slice(0, mostCharacters) },
      { timeout: mostSearchMs },
    ) as boolean;
  } catch {
    return false;
  }
}

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : outsideText(JSON.stringify(value));
