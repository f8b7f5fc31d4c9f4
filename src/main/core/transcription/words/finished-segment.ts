import { samplesToSec, type SourceName } from '../../../../shared/sound/audio.ts';
import type { TranscriptLine } from '../../../../shared/session/session.ts';
import { joinTokens } from '../../speech/speech.ts';
import { sliceLines, wordsOf, type HeardLine } from './heard-lines.ts';
import { findSeam, sharedFrom, type Overlap } from './stitch.ts';

/**
 * What a segment's job keeps of its answer: all of it, and which of its words are in the transcript already.
 * Words that the next segment hears as well wait for that one.
 */
export type KeptAnswer = { lines: HeardLine[]; shownFrom: number; shownTo: number };

/** A segment's place and, once it was heard, its answer. */
export type SegmentPlace = {
  /** Samples; what lies between is silence in part. */
  firstSample: number;
  endSample: number;
  overlapSamples: number;
  continues: boolean;
  answer: KeptAnswer | null;
  /** Its words will not come, as far as anybody knows. */
  isParked: boolean;
};

/** What finishing one segment adds to the transcript and changes in the answers that are kept. */
export type Finished = { lines: HeardLine[]; own: KeptAnswer; previous: KeptAnswer | null };

/**
 * Joins a segment that was heard just now to those before and after it on its track, whichever of them are there. The
 * one before may have held words back for it; the one after may have been shown first, when this one is a second try.
 */
export function finishSegment(
  segment: Omit<SegmentPlace, 'answer' | 'isParked'>,
  heard: readonly HeardLine[],
  neighbours: { previous: SegmentPlace | null; next: SegmentPlace | null },
): Finished {
  const words = wordsOf(heard);
  const front = joinFront(segment, words, neighbours.previous);
  const back = joinBack(segment, words, neighbours.next);
  const to = Math.max(front.from, back);
  const own = { lines: [...heard], shownFrom: front.from, shownTo: to };
  return {
    lines: joinLines(front.held, sliceLines(heard, front.from, to)),
    own,
    previous: front.previous,
  };
}

/** The words that a segment held back for one that will not come. */
export function releaseHeld(answer: KeptAnswer): { lines: HeardLine[]; own: KeptAnswer } {
  const all = wordsOf(answer.lines).length;
  return { lines: sliceLines(answer.lines, answer.shownTo, all), own: { ...answer, shownTo: all } };
}

type Place = Omit<SegmentPlace, 'answer' | 'isParked'>;

function joinFront(
  segment: Place,
  words: ReturnType<typeof wordsOf>,
  previous: SegmentPlace | null,
): { from: number; held: HeardLine[]; previous: KeptAnswer | null } {
  const { answer } = previous ?? { answer: null };
  if (segment.overlapSamples === 0 || answer === null) return { from: 0, held: [], previous: null };
  const before = wordsOf(answer.lines);
  const isShown = answer.shownTo >= before.length;
  const seam = findSeam(before, words, overlapAtStart(segment), isShown ? 'before' : 'neither');
  return {
    from: seam.keepFrom,
    held: sliceLines(answer.lines, answer.shownTo, seam.keepBefore),
    previous: { ...answer, shownTo: before.length },
  };
}

/** How many words are shown now; the rest waits for the next segment or is told by it. */
function joinBack(segment: Place, words: ReturnType<typeof wordsOf>, next: SegmentPlace | null): number {
  if (!segment.continues) return words.length;
  if (next?.answer != null)
    return findSeam(words, wordsOf(next.answer.lines), overlapAtStart(next), 'after').keepBefore;
  if (next?.isParked === true) return words.length;
  return sharedFrom(words, overlapAtEnd(segment));
}

function overlapAtStart(segment: Place): Overlap {
  const { firstSample, overlapSamples } = segment;
  return { fromSec: samplesToSec(firstSample), cutSec: samplesToSec(firstSample + overlapSamples) };
}

const overlapSec = 1;

function overlapAtEnd(segment: Place): Overlap {
  const cutSec = samplesToSec(segment.endSample);
  return { fromSec: cutSec - overlapSec, cutSec };
}

/** Words that were held back lead the first line, unless that is a doubtful one: they are not. */
function joinLines(held: readonly HeardLine[], lines: readonly HeardLine[]): HeardLine[] {
  const [first, ...rest] = lines;
  const last = held.at(-1);
  if (last === undefined || first?.flags.join() !== last.flags.join()) return [...held, ...lines];
  const joined = { ...first, startSec: last.startSec, words: [...last.words, ...first.words] };
  return [...held.slice(0, -1), joined, ...rest];
}

/** What the speaker of a track is called. */
export function speakerOf(
  track: SourceName,
  names: { system?: string | undefined; microphone?: string | undefined },
): string {
  return names[track] ?? track;
}

export function transcriptLineOf(line: HeardLine, speaker: string): TranscriptLine {
  return {
    startSec: line.startSec,
    endSec: Math.max(line.startSec, line.endSec),
    text: joinTokens(line.words),
    speaker: line.speaker ?? speaker,
    flags: line.flags,
  };
}
