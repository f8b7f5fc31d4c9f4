import { spacelessScripts } from '../../../../shared/session/transcript/spaceless-scripts.ts';

// What is looked for in these may stand anywhere in a line.
const spaceless = new RegExp(`[${spacelessScripts}ー]`, 'u');

// A letter or digit of a word that has a blank or a sign at its end.
const ofWords = `(?![${spacelessScripts}ー])[\\p{L}\\p{N}\\p{M}]`;

/** Everything that was looked for, to be found where it stands among scripts without spaces: no index knows the words in there. */
export type AmongSigns = { parts: string[]; isIn: (text: string) => boolean };

/** `match` is for the index of words, `null` where no word of it can be in there; `parts` a line must hold as they are, in small letters. */
export function readQuery(query: string): { match: string | null; parts: string[]; among: AmongSigns } {
  const terms = Array.from(query.matchAll(/["“„«]([^"”“»]+)["”“»]?|(\S+)/gu), ([, quoted, plain]) => ({
    text: (quoted ?? plain ?? '').trim(),
    isQuoted: quoted !== undefined,
  })).filter(({ text }) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text));
  const phrases: string[] = [];
  const parts: string[] = [];
  const patterns: RegExp[] = [];
  for (const [index, { text, isQuoted }] of terms.entries()) {
    // Emoji are no words to the index either.
    if (spaceless.test(text) || !/[\p{L}\p{N}]/u.test(text)) {
      parts.push(partOf(text));
      continue;
    }
    const words = text.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
    // A name like "C++" is found by its letters, and then told from "C" by its signs.
    const hasSigns = /[^\p{L}\p{N}\p{M}\s.,;:!?()…]|[.,:]\p{N}/u.test(text);
    const isOpen = index === terms.length - 1 && !isQuoted && !hasSigns;
    patterns.push(wholeWords(text, isOpen));
    phrases.push(`"${words.join(' ')}"${isOpen ? '*' : ''}`);
    if (hasSigns) parts.push(partOf(text));
  }
  const among = {
    parts: terms.map(({ text }) => partOf(text)),
    isIn: (text: string) => spaceless.test(text) && patterns.every((pattern) => pattern.test(partOf(text))),
  };
  return { match: phrases.length === 0 ? null : phrases.join(' '), parts, among };
}

function wholeWords(text: string, isOpen: boolean): RegExp {
  const exact = partOf(text).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<!${ofWords})${exact}${isOpen ? '' : `(?!${ofWords})`}`, 'u');
}

// As SQLite does: it knows the small letters of ASCII only.
function partOf(text: string): string {
  return text.replaceAll('’', "'").replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** One word, or a beginning of one: phrases are searched as they are written. */
export const mayBeFolded = /^(?:"[^" ]+"\*? ?)+$/u;

// Letters that Unicode takes for letters of their own, and people for others with a stroke.
const strokes: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', ł: 'l', ø: 'o', đ: 'd', ħ: 'h', ı: 'i', æ: 'ae', œ: 'oe', ð: 'd', þ: 'th', ŧ: 't' },
  ς: 'σ',
};

/** Small letters without accents and strokes: `Straße` and `STRASSE` are the same. */
function folded(text: string): string {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
  return plain.replace(/[ßłøđħıæœðþŧς]/g, (letter) => strokes[letter] ?? letter);
}

/** The same query for all spellings of its words that the index knows; `null` where a word has none. */
export function widerMatch(match: string, known: readonly string[]): string | null {
  const words = Array.from(match.matchAll(/"([^"]+)"(\*?)/g), ([, word = '', star = '']) => ({
    word: folded(word),
    isOpen: star === '*',
  }));
  const spellings = words.map((): string[] => []);
  for (const term of known) {
    const plain = folded(term);
    for (const [index, { word, isOpen }] of words.entries())
      if (plain === word || (isOpen && plain.startsWith(word))) spellings[index]?.push(term);
  }
  if (spellings.some((some) => some.length === 0)) return null;
  // A common beginning has many; the first thousand find enough lines.
  return spellings
    .map(
      (some) =>
        `(${some
          .slice(0, 1_000)
          .map((term) => `"${term}"`)
          .join(' OR ')})`,
    )
    .join(' AND ');
}
