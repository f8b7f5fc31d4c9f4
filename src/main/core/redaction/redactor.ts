import { createAutomaton, type Match } from './automaton.ts';
import { formsOf } from './encodings.ts';
import { isPlainName, plainSentence } from './words/free-text.ts';
import { createScanner } from './scan.ts';
import { createTokens, type TokenKind } from './tokens.ts';

/** A value that is known to be private: a title, a name. It is found as a word of its own. */
export type PrivateValue = { kind: TokenKind; value: string };

export type Redactor = {
  /** Everything that looks private, or is known to be, is replaced; the rest stays as it is. `goesOn`: it is a piece. */
  text(text: string, goesOn?: boolean): string;
  /** A sentence of any origin: besides, only plain words stay. */
  sentence(text: string): string;
  /** A name of the field (`AUDIO_CHUNK`, `connection.open`) as it is, any other as a token. */
  name(name: string, kind?: TokenKind): string;
  /** The token of a value that is private by its place. */
  token(kind: TokenKind, value: string): string;
  /** How often each rule replaced something. */
  counts(): Record<string, number>;
  /** Length of the longest known value in any form: so much of a text has to be seen at once. */
  longest: number;
  /** Known values alone, as they lie in the text. */
  find(text: string): Match[];
};

const shortestSecret = 4;
const shortestPrivate = 3;
// What a machine with a long history knows would take more memory than the search is worth.
const mostNeedleCharacters = 60_000;

/** Equal values get equal tokens from one redactor. It is used for one text after another, never for two at once. */
export function createRedactor(known: {
  secrets: readonly string[];
  privateValues?: readonly PrivateValue[];
  /** Ids that we made: they tell nothing, and say what belongs together. */
  ids?: ReadonlySet<string>;
}): Redactor {
  const tokens = createTokens();
  const counts: Record<string, number> = {};
  const count = (rule: string): void => {
    counts[rule] = (counts[rule] ?? 0) + 1;
  };
  const needles = needlesOf(known.secrets, known.privateValues ?? []);
  const automaton = createAutomaton(needles.map(({ form }) => form));
  const scanner = createScanner(tokens, count);

  function withoutKnown(text: string): string {
    const matches = automaton.find(text).filter(({ from, to, needle }) => {
      const found = needles[needle];
      return found?.isWord !== true || (!isWordSign(text[from - 1]) && !isWordSign(text[to]));
    });
    if (matches.length === 0) return text;
    let out = '';
    let kept = 0;
    for (const { from, to, needle } of joinMatches(matches)) {
      const found = needles[needle];
      if (found === undefined) continue;
      out += text.slice(kept, from) + tokens.of(found.kind, found.value);
      kept = to;
      count(found.isWord ? `known-${found.kind}` : 'secret-known');
    }
    return out + text.slice(kept);
  }
  const text = (given: string, goesOn?: boolean): string => scanner.scan(withoutKnown(given), goesOn);

  return {
    text,
    sentence(given) {
      const shown = plainSentence(text(given), tokens, (id) => known.ids?.has(id) === true);
      if (shown !== given) count('free-text');
      return shown;
    },
    name(name, kind = 'word') {
      if (isPlainName(name)) return name;
      count('private-by-schema');
      return tokens.of(kind, name);
    },
    token(kind, value) {
      count('private-by-schema');
      return tokens.of(kind, value);
    },
    counts: () => ({ ...counts }),
    longest: automaton.longest,
    find: (given) => automaton.find(given),
  };
}

type Needle = { form: string; kind: TokenKind; value: string; isWord: boolean };

function needlesOf(secrets: readonly string[], privateValues: readonly PrivateValue[]): Needle[] {
  const needles: Needle[] = [];
  let characters = 0;
  const add = (needle: Needle): void => {
    characters += needle.form.length;
    needles.push(needle);
  };
  for (const value of new Set(secrets)) {
    if (value.trim().length < shortestSecret) continue;
    for (const form of formsOf(value)) add({ form, kind: 'secret', value, isWord: false });
  }
  const ofSecrets = characters;
  for (const { kind, value } of privateValues) {
    if (characters - ofSecrets > mostNeedleCharacters) break;
    // A plain word is no name, and would be taken out of our own messages.
    if (value.trim().length < shortestPrivate || (isPlainName(value) && !value.trim().includes(' ')))
      continue;
    const escaped = JSON.stringify(value).slice(1, -1);
    for (const form of new Set([value, escaped, encodeURIComponent(value.toWellFormed())]))
      add({ form, kind, value, isWord: true });
  }
  return needles;
}

function isWordSign(letter: string | undefined): boolean {
  return letter !== undefined && /[\p{L}\p{N}]/u.test(letter);
}

/** Overlapping ones as one, named after the longest of them. */
function joinMatches(matches: readonly Match[]): Match[] {
  const joined: Match[] = [];
  for (const match of matches.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = joined.at(-1);
    if (last === undefined || match.from >= last.to) joined.push({ ...match });
    else last.to = Math.max(last.to, match.to);
  }
  return joined;
}
