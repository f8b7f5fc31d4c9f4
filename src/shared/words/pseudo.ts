/** The name of English as it reads when nobody has translated it, though everybody sees that somebody could: `ŧéxŧ`. */
export const pseudoLanguage = 'en-XA';

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const changed = 'áƀćđéƒğħíĵķłḿńóƥǫřšŧúṽŵẋýžÁßĆĐÉƑĞĦÍĴĶŁḾŃÓƤǪŘŠŦÚṼŴẊÝŽ';
const letters: ReadonlyMap<string, string> = new Map(
  Array.from(plain, (letter, at) => [letter, changed.charAt(at)]),
);

// Other languages take up to 40 % more than English.
const longer = 0.4;

/**
 * `[!!! Ŵóřđš ·· ]`: other letters, 40 % longer, and marked at both ends, so that a text that is not of the catalogue, or
 * is cut off, is seen. What stands in `kept` came from outside, and stays as it is.
 */
export function pseudoText(text: string, kept: readonly string[] = []): string {
  if (!/\p{L}/u.test(text)) return text;
  const [first, ...others] = kept.filter((one) => one.length > 1).toSorted((a, b) => b.length - a.length);
  const inner = first === undefined ? changedLetters(text) : around(text, first, others);
  return `[!!! ${inner} ${dots(Math.ceil(text.length * longer))}]`;
}

function around(text: string, kept: string, others: readonly string[]): string {
  const [next, ...rest] = others;
  return text
    .split(kept)
    .map((part) => (next === undefined ? changedLetters(part) : around(part, next, rest)))
    .join(kept);
}

function changedLetters(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => letters.get(letter) ?? letter);
}

// In groups, as words are: a line can be broken between them.
function dots(count: number): string {
  return Array.from({ length: Math.ceil(count / 6) }, (_, at) =>
    '·'.repeat(Math.min(6, count - at * 6)),
  ).join(' ');
}

/** A catalogue in that language: its texts, those that its functions make, and what lies deeper in it. */
export function pseudoCatalogue<T>(catalogue: T): T {
  return changedIn(catalogue) as T;
}

function changedIn(value: unknown): unknown {
  if (typeof value === 'string') return pseudoText(value);
  if (typeof value === 'function')
    return (...given: unknown[]): unknown => {
      const made: unknown = (value as (...args: unknown[]) => unknown)(...given);
      return typeof made === 'string' ? pseudoText(made, textsIn(given)) : changedIn(made);
    };
  if (Array.isArray(value)) return value.map(changedIn);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, changedIn(one)]));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
