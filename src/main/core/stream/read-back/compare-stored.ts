import type { TranscriptLine } from '../../../../shared/session/session.ts';

/** What a target has stored of a meeting beside what it told us. */
export type StoredComparison = {
  /** Words that are stored there and never arrived here, in their place between those that did. */
  missing: TranscriptLine[];
  /** How many lines that were shown are not stored there. */
  notStored: number;
};

// What a hostile or confused target may add at most, and how much work it may cause.
const mostMissing = 2_000;
const mostComparisons = 500_000;
// Sorts a line in front of the one that begins when the last one ends.
const instantSec = 0.001;

/** `shown` in the order of time, `stored` in that of the target. */
export function compareStored(
  shown: readonly TranscriptLine[],
  stored: readonly string[],
  endSec: number,
): StoredComparison {
  const texts = withoutRepetitions(stored.map(normalized).filter((text) => text !== ''));
  const waiting = new Map<string, number[]>();
  for (const [at, { text }] of shown.entries()) {
    const key = normalized(text);
    add(waiting, key, at);
  }
  let lastMatch = -1;
  let matched = 0;
  const missingAfter = new Map<number, string[]>();
  for (const text of texts) {
    const match = waiting.get(text)?.shift();
    if (match === undefined) {
      add(missingAfter, lastMatch, text);
    } else {
      matched += 1;
      lastMatch = Math.max(lastMatch, match);
    }
  }
  const missing = [...missingAfter].flatMap(([at, lost]) =>
    between(lost, { fromSec: shown[at]?.endSec ?? 0, toSec: shown[at + 1]?.startSec ?? endSec }),
  );
  return { missing: missing.slice(0, mostMissing), notStored: shown.length - matched };
}

function add<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

/** Nobody knows when exactly: each gets an equal part of the time in which nothing else was said. */
function between(
  texts: readonly string[],
  { fromSec, toSec }: { fromSec: number; toSec: number },
): TranscriptLine[] {
  const stepSec = Math.max(instantSec, (toSec - fromSec) / texts.length);
  const beginSec = Math.max(0, Math.min(fromSec, toSec - stepSec * texts.length));
  return texts.map((text, at) => ({
    startSec: roundToMs(beginSec + at * stepSec),
    endSec: roundToMs(beginSec + (at + 1) * stepSec),
    text,
    speaker: 'Unknown',
    flags: ['estimated-time', 'read-back'],
  }));
}

/** At the end of a meeting a backend stores all of its words once more in one row. */
function withoutRepetitions(texts: readonly string[]): string[] {
  let budget = mostComparisons;
  let longest = 0;
  const kept: string[] = [];

  /** Whether the text is made of kept ones, in their order, some of them perhaps left out. */
  function repeats(text: string, isLast: boolean): boolean {
    // By how many kept texts each place in it is reached; two make a repetition, or one that ends the meeting.
    const reached = new Map<number, number>([[0, 0]]);
    for (const part of kept) {
      budget -= reached.size;
      if (budget < 0) return false;
      for (const [place, parts] of [...reached]) {
        const end = place + part.length;
        const isWhole = end === text.length || text[end] === ' ';
        if (isWhole && text.startsWith(part, place))
          reached.set(end + 1, Math.max(reached.get(end + 1) ?? 0, parts + 1));
      }
    }
    return (reached.get(text.length + 1) ?? 0) >= (isLast ? 1 : 2);
  }

  for (const [at, text] of texts.entries()) {
    const isLast = at === texts.length - 1;
    // It is longer than each of its parts; looking through all of them for every row would take too long.
    if ((isLast || text.length > longest) && repeats(text, isLast)) continue;
    kept.push(text);
    longest = Math.max(longest, text.length);
  }
  return kept;
}

function normalized(text: string): string {
  const trimmed = text.trim();
  // Most texts are as they should be, and are not built anew.
  return /[^\S ]| {2}/.test(trimmed) ? trimmed.replace(/\s+/g, ' ') : trimmed;
}

function roundToMs(sec: number): number {
  return Math.round(sec * 1000) / 1000;
}
