import { plainWord } from '../../speech/speech.ts';

/** A word as it was heard; times are meeting times in seconds, `null` when the engine names none. */
export type HeardWord = {
  text: string;
  startSec: number | null;
  endSec: number | null;
  /** Written right after the one before, as the characters of Chinese, Japanese and Thai are. */
  isGlued?: boolean;
};

/** How many words of the earlier segment stay, and from which on the later one's count. */
export type Seam = { keepBefore: number; keepFrom: number };

// Two engines' times, or one engine's twice, differ by tenths of a second.
const toleranceSec = 0.25;
// Words that follow each other closely and are the same may share a little time, by those tenths.
const leastAgreement = 0.25;
// Somebody who talks very fast says six words in a second; the cut halves of two more may be there. Times tell more
// closely, so this is the limit without them.
const mostUntimedWords = 8;
// Of a script without spaces, each character counts: somebody fast says ten in a second.
const mostUntimedCharacters = 16;

/** Which of the two has been shown already and must stay as it is. */
export type Shown = 'neither' | 'before' | 'after';

/**
 * Where two segments meet that share the audio from `fromSec` to `cutSec`: every word of it is kept once. `before` and
 * `after` are all words of the two. A word that the cut halved counts less than the whole one in the other segment.
 */
export function findSeam(
  before: readonly HeardWord[],
  after: readonly HeardWord[],
  overlap: Overlap,
  shown: Shown = 'neither',
): Seam {
  const tailFrom = sharedFrom(before, overlap);
  const tail = before.slice(tailFrom);
  const head = after.slice(
    0,
    countShared(after, (word) => isIn(word.startSec, overlap, 'before')),
  );
  const match = bestMatch(tail, head);
  if (match === null) return seamByTime(before, after, { overlap, tailFrom, headTo: head.length, shown });
  if (shown === 'before') return { keepBefore: before.length, keepFrom: match.headIndex + match.length };
  // The later segment hears the words before the cut with what follows them, so it tells those from the match on.
  return { keepBefore: tailFrom + match.tailIndex, keepFrom: shown === 'after' ? 0 : match.headIndex };
}

/** The first word that the next segment may hear as well: it is to wait for that. */
export function sharedFrom(words: readonly HeardWord[], overlap: Overlap): number {
  return words.length - countShared(words.toReversed(), (word) => isIn(word.endSec, overlap, 'after'));
}

/** Meeting seconds that two segments share. */
export type Overlap = { fromSec: number; cutSec: number };

function isIn(sec: number | null, { fromSec, cutSec }: Overlap, side: 'before' | 'after'): boolean | null {
  if (sec === null) return null;
  return side === 'after' ? sec >= fromSec - toleranceSec : sec <= cutSec + toleranceSec;
}

/** Words at the start of the list that may be in the overlap. Without times it is a guess, and a generous one. */
function countShared(words: readonly HeardWord[], isShared: (word: HeardWord) => boolean | null): number {
  let count = 0;
  for (const word of words) {
    const verdict = isShared(word);
    const most = word.isGlued === true ? mostUntimedCharacters : mostUntimedWords;
    if (verdict === false || (verdict === null && count >= most)) break;
    count += 1;
  }
  return count;
}

/** The run of equal words in both that agrees best, in words and in their times, and lies where the seam can be. */
function bestMatch(
  tail: readonly HeardWord[],
  head: readonly HeardWord[],
): { tailIndex: number; headIndex: number; length: number } | null {
  let best: { tailIndex: number; headIndex: number; length: number; score: number; doubt: number } | null =
    null;
  for (const tailIndex of tail.keys()) {
    for (const headIndex of head.keys()) {
      const { length, score } = runOf(tail, head, tailIndex, headIndex);
      if (length === 0) continue;
      // Words at the end of the tail or the start of the head that the match leaves out were halved by a cut: one each.
      const leftOver = tail.length - tailIndex - length;
      if (!isTimed(tail, head) && (leftOver > 1 || headIndex > 1)) continue;
      const doubt = leftOver + headIndex;
      const isBetter = best === null || score > best.score || (score === best.score && doubt < best.doubt);
      if (isBetter) best = { tailIndex, headIndex, length, score, doubt };
    }
  }
  return best;
}

/** How many words from there on are the same, and how well their times agree: a word said twice is not one word. */
function runOf(
  tail: readonly HeardWord[],
  head: readonly HeardWord[],
  tailIndex: number,
  headIndex: number,
): { length: number; score: number } {
  let score = 0;
  for (let length = 0; ; length += 1) {
    const a = tail[tailIndex + length];
    const b = head[headIndex + length];
    if (a === undefined || b === undefined || !isSameWord(a, b)) return { length, score };
    score += agreement(a, b);
  }
}

/** How much of two words' time they share, 0 to 1. A word that was said twice has two times. */
function agreement(a: HeardWord, b: HeardWord): number {
  if (a.startSec === null || b.startSec === null || a.endSec === null || b.endSec === null) return 1;
  const shared = Math.min(a.endSec, b.endSec) - Math.max(a.startSec, b.startSec);
  const whole = Math.max(a.endSec, b.endSec) - Math.min(a.startSec, b.startSec);
  return whole <= 0 ? 1 : Math.max(0, shared / whole);
}

function isSameWord(a: HeardWord, b: HeardWord): boolean {
  return plainWord(a.text) === plainWord(b.text) && agreement(a, b) >= leastAgreement;
}

const isTimed = (tail: readonly HeardWord[], head: readonly HeardWord[]): boolean =>
  [...tail, ...head].every((word) => word.startSec !== null);

/** No word in common: by the times, in the middle of the overlap. Without times nothing is shared, all is kept. */
function seamByTime(
  before: readonly HeardWord[],
  after: readonly HeardWord[],
  place: { overlap: Overlap; tailFrom: number; headTo: number; shown: Shown },
): Seam {
  const { overlap, tailFrom, headTo, shown } = place;
  const middleSec = (overlap.fromSec + overlap.cutSec) / 2;
  const edgeSec = {
    neither: middleSec,
    before: before.at(-1)?.endSec ?? middleSec,
    after: after[0]?.startSec ?? middleSec,
  }[shown];
  const isEarly = (word: HeardWord): boolean | null => {
    const { startSec, endSec } = word;
    return startSec === null || endSec === null ? null : (startSec + endSec) / 2 < edgeSec;
  };
  const firstLate = before.slice(tailFrom).findIndex((word) => isEarly(word) === false);
  const firstKept = after.slice(0, headTo).findIndex((word) => isEarly(word) !== true);
  return {
    keepBefore: shown === 'before' || firstLate === -1 ? before.length : tailFrom + firstLate,
    keepFrom: shown === 'after' ? 0 : firstKept === -1 ? headTo : firstKept,
  };
}
