/**
 * What the core has to tell, as codes with parameters, and the words for them: the page, the command line and the tray
 * say the same through `say`. Needs nothing; owns the catalogue in use.
 */
import { english } from './english/english.ts';
import type { refusals } from './english/refusals/refusals.ts';
import type { bundleFindings } from './english/bundle/bundle-findings.ts';
import type { cliSaid } from './english/cli/cli-said.ts';
import type { helpWords } from './english/cli/help/help-words.ts';
import type { cliRefusals } from './english/cli/cli-refusals.ts';
import type { verificationWords } from './english/verification/verification-words.ts';
import type { toldWords } from './english/told/told.ts';

type Catalogue = typeof english &
  typeof refusals &
  typeof toldWords &
  typeof cliRefusals &
  typeof cliSaid &
  typeof helpWords &
  typeof bundleFindings &
  typeof verificationWords;
export type Code = keyof Catalogue;

/** What stands in a sentence: a value, or what is to be said in its place. */
type Param = string | number | Sentence | readonly Sentence[];

/** A sentence before it has a language. */
export type Sentence = { code: string; params: Readonly<Record<string, Param>> };

type Fill<P> = P extends readonly string[] ? readonly Sentence[] : string extends P ? P | Sentence : P;

type ParamsOf<C extends Code> = Catalogue[C] extends (params: infer P) => string
  ? { [K in keyof P]: Fill<P[K]> }
  : Record<string, never>;

/** Nothing is asked of a sentence that has nothing to fill in. */
type Given<C extends Code> = Catalogue[C] extends string ? [] : [params: ParamsOf<C>];

export type Words = Readonly<Record<string, string | ((params: never) => string)>>;

let known: Words = english;
let inUse: Words = english;

/** English for more codes. */
export function knowAlso(more: Words): void {
  known = { ...known, ...more };
}

/** From now on everything is said in these words; where one is missing, in English. */
export function useWords(words: Words): void {
  inUse = words;
}

/** What is to be told, for those who say it later or elsewhere. */
export function sentence<C extends Code>(code: C, ...given: Given<C>): Sentence {
  const params: Readonly<Record<string, Param>> = given[0] ?? {};
  return { code, params };
}

/** The same in words, at once. */
export function say<C extends Code>(code: C, ...given: Given<C>): string {
  return sayIt(sentence(code, ...given));
}

/** A sentence in words, and as a code for who speaks another language; what an earlier version kept has words alone. */
export type Told = { sentence: string; said?: Sentence | undefined };

/** Both, for those who hand it on. */
export function tell<C extends Code>(code: C, ...given: Given<C>): { sentence: string; said: Sentence } {
  return toldBy(sentence(code, ...given));
}

/** The same of what is a text already, or a code. */
export function toldBy(message: string | Sentence): { sentence: string; said: Sentence } {
  const said = typeof message === 'string' ? asTold(message) : message;
  return { sentence: sayIt(said), said };
}

type Saids = Readonly<Record<string, Sentence | null>>;
type TextsOf<S extends Saids> = { [K in keyof S]: S[K] extends Sentence ? string : string | null };

/** The texts of a record, and the same as codes beside them. */
export function tellAll<S extends Saids>(said: S): TextsOf<S> & { said: S } {
  const texts = Object.entries(said).map(([name, one]) => [name, one === null ? null : sayIt(one)]);
  return { ...(Object.fromEntries(texts) as TextsOf<S>), said };
}

/** Such a text in the words in use; as it was told where they lack it. */
export function textIn<R extends { said?: Saids | undefined }>(
  record: R,
  name: Exclude<keyof R, 'said'> & string,
): string {
  const text = record[name];
  return sayIt(saidOf(record, name), typeof text === 'string' ? text : '');
}

/** The same as a code. */
export function saidOf<R extends { said?: Saids | undefined }>(
  record: R,
  name: Exclude<keyof R, 'said'> & string,
): Sentence {
  const text = record[name];
  return record.said?.[name] ?? asTold(typeof text === 'string' ? text : '');
}

/** What is told, as a code. */
export function saidIn({ sentence: text, said }: Told): Sentence {
  return said ?? asTold(text);
}

/** A text that has no code: of a server, of a file, or stored by an earlier version. */
export function asTold(text: string): Sentence {
  return sentence('told', { text });
}

/** What the person, the file or the system said stands for itself; what nobody knows the code of shows as `fallback`. */
export function sayIt(said: Sentence, fallback: string = said.code): string {
  if (!isKnown(said)) return fallback;
  const { code, params } = said;
  const words = wordsFor(code);
  if (words === undefined) return fallback;
  if (typeof words === 'string') return words;
  const filled = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, plain(value)]));
  return words(filled as never);
}

/** What is told, in the words in use; as it was told where they lack it. */
export function wordsIn({ sentence: text, said }: Told): string {
  return said === undefined ? text : sayIt(said, text);
}

/** The same of what is a text already, or a code. */
export function wordsOf(message: string | Sentence): string {
  return typeof message === 'string' ? message : sayIt(message);
}

/** Whether there are words for it, and for all that it quotes. */
export function isKnown({ code, params }: Sentence): boolean {
  if (wordsFor(code) === undefined) return false;
  return Object.values(params).every((value) => {
    if (typeof value !== 'object') return true;
    return 'code' in value ? isKnown(value) : value.every(isKnown);
  });
}

function wordsFor(code: string): Words[string] | undefined {
  const own = Object.hasOwn(inUse, code) ? inUse[code] : undefined;
  return own ?? (Object.hasOwn(known, code) ? known[code] : undefined);
}

function plain(value: Param): string | number | string[] {
  if (typeof value !== 'object') return value;
  return 'code' in value ? sayIt(value) : value.map((one) => sayIt(one));
}
