import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  finishSegment,
  releaseHeld,
  type SegmentPlace,
} from '../../../../../src/main/core/transcription/words/finished-segment.ts';
import {
  heardLinesOf,
  wordsOf,
  type HeardLine,
} from '../../../../../src/main/core/transcription/words/heard-lines.ts';
import { joinTokens } from '../../../../../src/main/core/speech/speech.ts';
import type { HeardWord } from '../../../../../src/main/core/transcription/words/stitch.ts';
import { secToSamples } from '../../../../../src/shared/sound/audio.ts';

type Said = { text: string; startSec: number; endSec: number };
type Piece = { startSec: number; endSec: number };

const overlapSec = 1;

/** A stream of words with times; few different ones, so that many repeat. */
const stream = fc
  .array(
    fc.record({
      text: fc.constantFrom('the', 'login', 'page', 'review', 'is', 'done', 'we', 'ship', 'it', 'very'),
      length: fc.double({ min: 0.15, max: 0.6, noNaN: true }),
      gap: fc.double({ min: 0.02, max: 0.3, noNaN: true }),
    }),
    { minLength: 20, maxLength: 120 },
  )
  .map((words) => {
    let atSec = 0;
    return words.map(({ text, length, gap }): Said => {
      const startSec = atSec + gap;
      atSec = startSec + length;
      return { text, startSec, endSec: atSec };
    });
  });

/** Cuts at random places, at least 3 s apart, each piece beginning 1 s before the end of the one before. */
function piecesOf(lengthSec: number, cuts: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let startSec = 0;
  for (const cut of cuts) {
    const endSec = startSec + 3 + cut;
    if (endSec >= lengthSec) break;
    pieces.push({ startSec, endSec });
    startSec = endSec - overlapSec;
  }
  return [...pieces, { startSec, endSec: lengthSec + 0.01 }];
}

/**
 * What an engine hears of a piece: whole words with times that are a little off, and of a word that the cut halved
 * now nothing, now some other word.
 */
function hear(said: readonly Said[], piece: Piece, jitter: () => number, isTimed: boolean): HeardWord[] {
  return said.flatMap((word): HeardWord[] => {
    const from = Math.max(word.startSec, piece.startSec);
    const to = Math.min(word.endSec, piece.endSec);
    if (to <= from) return [];
    const isWhole = from === word.startSec && to === word.endSec;
    if (!isWhole && (!isTimed || jitter() < 0.5)) return [];
    const shift = (jitter() - 0.5) * 0.06;
    return [
      {
        // Nobody hears the two halves of a word as the same.
        text: isWhole ? word.text : `mumble${from === word.startSec ? 1 : 2}`,
        startSec: isTimed ? from + shift : null,
        endSec: isTimed ? to + shift : null,
      },
    ];
  });
}

const placeOf = (
  piece: Piece,
  index: number,
  isLast: boolean,
): Omit<SegmentPlace, 'answer' | 'isParked'> => ({
  firstSample: secToSamples(piece.startSec),
  endSample: secToSamples(piece.endSec),
  overlapSamples: index === 0 ? 0 : secToSamples(overlapSec),
  continues: !isLast,
});

const lineOf = (words: HeardWord[], piece: Piece): HeardLine[] =>
  words.length === 0 ? [] : [{ ...piece, words, flags: [] }];

/** Hears the pieces in the given order and answers the transcript in meeting order. */
function stitch(heard: readonly HeardWord[][], pieces: readonly Piece[], order: readonly number[]): string[] {
  const places: SegmentPlace[] = pieces.map((piece, index) => ({
    ...placeOf(piece, index, index === pieces.length - 1),
    answer: null,
    isParked: false,
  }));
  const shown = new Map<number, HeardLine[]>();
  for (const index of order) {
    const place = places[index];
    const piece = pieces[index];
    if (place === undefined || piece === undefined) continue;
    const finished = finishSegment(place, lineOf(heard[index] ?? [], piece), {
      previous: places[index - 1] ?? null,
      next: places[index + 1] ?? null,
    });
    place.answer = finished.own;
    place.isParked = false;
    const previous = places[index - 1];
    if (finished.previous !== null && previous !== undefined) previous.answer = finished.previous;
    shown.set(index, finished.lines);
  }
  return [...shown.entries()]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([, lines]) => wordsOf(lines).map((word) => word.text));
}

const random = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
const cutPlaces = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 12, maxLength: 12 });

describe('stitching segments that were cut in speech', () => {
  it('keeps every word once with word times, whatever is cut where', () => {
    fc.assert(
      fc.property(stream, cutPlaces, random, (said, cuts, stream) => {
        const jitter = (): number => stream.next().value as number;
        const pieces = piecesOf(said.at(-1)?.endSec ?? 0, cuts);
        const heard = pieces.map((piece) => hear(said, piece, jitter, true));
        expect(stitch(heard, pieces, [...pieces.keys()])).toEqual(said.map((word) => word.text));
      }),
      { numRuns: 400 },
    );
  });

  it('keeps every word once without word times, by the text alone', () => {
    fc.assert(
      fc.property(stream, cutPlaces, random, (repeating, cuts, stream) => {
        // Without times nobody can tell a word from the same word said again.
        const said = repeating.map((word, index) => ({ ...word, text: `${word.text}${index}` }));
        const jitter = (): number => stream.next().value as number;
        const pieces = piecesOf(said.at(-1)?.endSec ?? 0, cuts);
        const heard = pieces.map((piece) => hear(said, piece, jitter, false));
        expect(stitch(heard, pieces, [...pieces.keys()])).toEqual(said.map((word) => word.text));
      }),
      { numRuns: 400 },
    );
  });

  // Chinese, Japanese and Thai, of which an engine gives a line without a space in it.
  it.each([
    ['Chinese', 0x4e00],
    ['Japanese', 0x3041],
    ['Thai', 0x0e01],
  ])('keeps every character of %s once, without times and without a space', (_script, first) => {
    const letters = Array.from({ length: 8_000 }, (_zero, i) => String.fromCodePoint(first + i)).filter(
      (letter) =>
        /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u.test(letter) &&
        /\p{L}/u.test(letter),
    );
    const lengths = fc.array(fc.double({ min: 0.12, max: 0.4, noNaN: true }), {
      minLength: 30,
      maxLength: 120,
    });
    fc.assert(
      fc.property(lengths, cutPlaces, fc.nat(), (each, cuts, from) => {
        let atSec = 0;
        const said = each.map((length, index): Said => {
          const startSec = atSec;
          atSec += length;
          // No two the same within what two segments share: without times nobody could tell them apart.
          return { text: letters[(from + index) % letters.length] ?? '', startSec, endSec: atSec };
        });
        const pieces = piecesOf(atSec, cuts);
        const heard = pieces.map((piece) => {
          const text = hear(said, piece, () => 0, false)
            .map((word) => word.text)
            .join('');
          const spans = [{ firstSample: 0, sampleCount: secToSamples(30) }];
          const answer = { text, language: null, words: null, parts: null, hasBadTimes: false };
          return wordsOf(heardLinesOf(answer, spans, { language: null, prompt: null }));
        });
        expect(stitch(heard, pieces, [...pieces.keys()]).join('')).toBe(
          said.map(({ text }) => text).join(''),
        );
        expect(joinTokens(heard[0] ?? [])).not.toContain(' ');
      }),
      { numRuns: 100 },
    );
  });

  it('loses no word when a segment comes later than the one after it', () => {
    const said = ['we', 'ship', 'the', 'login', 'page', 'on', 'friday', 'then'].map((text, i) => ({
      text,
      startSec: i,
      endSec: i + 0.6,
    }));
    const pieces = [
      { startSec: 0, endSec: 4.7 },
      { startSec: 3.7, endSec: 9 },
    ];
    const heard = pieces.map((piece) => hear(said, piece, () => 0.5, true));
    expect(stitch(heard, pieces, [1, 0])).toEqual(said.map((word) => word.text));
  });

  it('ignores case and punctuation, which engines choose anew', () => {
    const before = ['we', 'ship', 'the', 'Login', 'page.'];
    const after = ['login', 'page', 'on', 'Friday.'];
    const untimed = (words: string[]): HeardWord[] =>
      words.map((text) => ({ text, startSec: null, endSec: null }));
    const pieces = [
      { startSec: 0, endSec: 5 },
      { startSec: 4, endSec: 9 },
    ];
    expect(stitch([untimed(before), untimed(after)], pieces, [0, 1])).toEqual([
      'we',
      'ship',
      'the',
      'login',
      'page',
      'on',
      'Friday.',
    ]);
  });

  it('gives up the words that waited for a segment that will not come', () => {
    const piece = { startSec: 0, endSec: 4 };
    const words = ['all', 'of', 'it'].map((text, i) => ({ text, startSec: i + 0.9, endSec: i + 1.4 }));
    const first = finishSegment(placeOf(piece, 0, false), lineOf(words, piece), {
      previous: null,
      next: null,
    });
    expect(wordsOf(first.lines).map(({ text }) => text)).toEqual(['all', 'of']);
    expect(wordsOf(releaseHeld(first.own).lines).map(({ text }) => text)).toEqual(['it']);
  });
});
