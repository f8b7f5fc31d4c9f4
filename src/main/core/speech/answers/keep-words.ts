import { rawPart, type RawPart } from './raw/raw-part.ts';
import { joinTokens, plainWord, tokensOf, type Token } from './tokens.ts';

// Far more than anybody says in 30 s; beyond it comparing all with all would take seconds.
const mostCells = 4_000_000;

/**
 * The parts with every word of the text: words that no part has go into the part that they stand in, or between two of
 * them as a part without times. `null` when the two are too long to be compared.
 */
export function withAllWords(text: string, given: readonly RawPart[]): RawPart[] | null {
  const said = tokensOf(text);
  const parts = inOrderOf(said, withoutTwins(given));
  const inParts = parts.flatMap((part, index) => tokensOf(part.text).map((token) => ({ token, index })));
  if (
    said.length === 0 ||
    isSame(
      said,
      inParts.map(({ token }) => token),
    )
  )
    return [...parts];
  if (said.length * inParts.length > mostCells) return null;
  const pieces: { tokens: Token[]; part: number | null }[] = [];
  const add = (token: Token, part: number | null): void => {
    const last = pieces.at(-1);
    if (last?.part === part) last.tokens.push(token);
    else pieces.push({ tokens: [token], part });
  };
  let [saidFrom, partFrom] = [0, 0];
  const pairs = [
    ...commonTokens(
      said,
      inParts.map(({ token }) => token),
    ),
    [said.length, inParts.length] as const,
  ];
  for (const [saidAt, partAt] of pairs) {
    const extra = said.slice(saidFrom, saidAt);
    const own = inParts.slice(partFrom, partAt);
    // Spelled otherwise on both sides, such as "5" and "five": the longer one has more to say.
    if (own.length >= extra.length) for (const { token, index } of own) add(token, index);
    else {
      const [before, after] = [inParts[partFrom - 1]?.index, inParts[partAt]?.index];
      const home = own[0]?.index ?? (before === after ? (before ?? null) : null);
      for (const token of extra) add(token, home);
    }
    const pair = inParts[partAt];
    if (pair !== undefined) add(pair.token, pair.index);
    [saidFrom, partFrom] = [saidAt + 1, partAt + 1];
  }
  return pieces.map(({ tokens, part }) => ({
    ...((part === null ? undefined : parts[part]) ?? rawPart({ text: '' })),
    text: joinTokens(tokens),
  }));
}

/** Servers that cut audio into overlapping windows give the same part of it twice, with the same times. */
const withoutTwins = (parts: readonly RawPart[]): RawPart[] =>
  parts.filter(({ text, start, end }, index) => {
    const before = parts[index - 1];
    return start === null || before?.start !== start || before.end !== end || before.text !== text;
  });

/** Those that transcribe several windows at once give them as they are ready: the text tells the order, and so must the times. */
function inOrderOf(said: readonly Token[], parts: RawPart[]): RawPart[] {
  const sorted = parts.toSorted((a, b) => (a.start ?? 0) - (b.start ?? 0));
  const isOther = parts.some((part, index) => part !== sorted[index]);
  return isOther && isSame(said, tokensOf(sorted.map(({ text }) => text).join(' '))) ? sorted : parts;
}

function isSame(a: readonly Token[], b: readonly Token[]): boolean {
  const plain = (tokens: readonly Token[]): string => tokens.map(({ text }) => plainWord(text)).join('');
  return plain(a) === plain(b);
}

/** The longest row of tokens that both have in the same order, as pairs of places. */
function commonTokens(a: readonly Token[], b: readonly Token[]): [number, number][] {
  const [left, right] = [a, b].map((tokens) => tokens.map(({ text }) => plainWord(text)));
  if (left === undefined || right === undefined) return [];
  const width = right.length + 1;
  const lengths = new Uint16Array((left.length + 1) * width);
  const at = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = left.length - 1; i >= 0; i -= 1)
    for (let j = right.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] =
        left[i] === right[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < left.length && j < right.length;) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}
