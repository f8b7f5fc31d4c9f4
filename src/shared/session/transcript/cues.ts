import { columnsOf, cutAtColumn, signsOf } from '../../columns.ts';
import { visibleLine } from '../../visible-text.ts';

/** What is on the screen at once: lines of text, seconds from the start of the session. */
export type Cue = { startSec: number; endSec: number; lines: string[] };

// The limits of subtitles that people can read, as broadcasters have them.
const lineColumns = 42;
const mostLines = 2;
const longestSec = 7;
// Shorter pieces would flicker.
const leastPieceColumns = 20;

type Timed = { startSec: number; endSec: number; text: string };

/**
 * A transcript line as cues of at most two lines of 42 columns and 7 s, cut at sentences where there are some. Within the line times
 * are estimated by the length of the texts. Each begins with `speaker`, which counts; a line without text has none.
 */
export function cuesOf({ startSec, endSec, text }: Timed, speaker = ''): Cue[] {
  const plain = cueText(text);
  if (plain === '') return [];
  const name = shortName(speaker);
  const durationSec = Math.max(endSec - startSec, 0.001);
  const pieces = piecesOf(plain, mostColumns(plain, durationSec), name);
  const all = pieces.reduce((sum, piece) => sum + columnsOf(piece), 0);
  let reached = 0;
  return pieces.map((piece) => {
    const at = startSec + (reached / Math.max(1, all)) * durationSec;
    reached += columnsOf(piece);
    const until = startSec + (reached / Math.max(1, all)) * durationSec;
    return { startSec: at, endSec: Math.min(until, at + longestSec), lines: broken(name + piece) };
  });
}

/** A text that stays whole, in the lines of a cue. */
export const cueLines = (text: string): string[] => broken(cueText(text));

/** Room is left for words. */
function shortName(speaker: string): string {
  if (speaker === '') return '';
  const [head, rest] = cutAtColumn(speaker, lineColumns / 2);
  return `${head}${rest === '' ? '' : '…'}: `;
}

// Khmer, Thai, Hebrew and Arabic are written with them, and nobody sees them.
const unseen = /[\u200b\u200e\u200f\u2060\ufeff]/g;

/** A cue's text is one paragraph: an empty line would end the cue, `-->` would start another. */
export function cueText(text: string): string {
  return visibleLine(text.replace(unseen, '').replace(/\s+/g, ' ').replaceAll('-->', '→').trim());
}

function mostColumns(text: string, durationSec: number): number {
  const whole = columnsOf(text);
  const byTime = Math.floor((whole * longestSec) / durationSec);
  return Math.min(lineColumns * mostLines, Math.max(leastPieceColumns, byTime));
}

// "3.5" and "C.I." are no ends: a blank follows, or the sign is one of a script without blanks.
const sentenceEnd = /(?<=[.?!…]["'”’»)\]]*\s+)(?=\S)|(?<=[。？！][」』”’）]*)(?=[^\s。？！」』”’）])/u;

/** Sentences that fit together; one that does not fit is cut between words, a word that does not fit anywhere. */
function piecesOf(text: string, most: number, name: string): string[] {
  const fits = (piece: string): boolean =>
    columnsOf(piece.trim()) <= most && linesOf(name + piece.trim()).length <= mostLines;
  const short = text
    .split(sentenceEnd)
    .flatMap((sentence) => (fits(sentence) ? [sentence] : evenPieces(sentence, most, fits)));
  return joinedWhile(short, fits).map((piece) => piece.trim());
}

/** About equally long ones: no last word stands alone. */
function evenPieces(text: string, most: number, fits: (piece: string) => boolean): string[] {
  const goal = columnsOf(text) / Math.ceil(columnsOf(text) / most);
  return joinedWhile(unitsOf(text), (piece, last) => columnsOf(last) < goal && fits(piece));
}

/** Words with what follows them; one that is longer than a line is its characters. */
function unitsOf(text: string): string[] {
  const words = text.match(/\S+\s*/gu) ?? [text];
  return words.flatMap((word) => (columnsOf(word.trim()) <= lineColumns ? [word] : smallUnitsOf(word)));
}

let segmenter: Intl.Segmenter | null = null;
const closing = /^[\p{Pe}\p{Pf}\p{Po}ー々]+$/u;
const opening = /[\p{Ps}\p{Pi}]$/u;

/** The words of a script without blanks, with the brackets before and the signs after them: a line begins with no comma. */
function smallUnitsOf(word: string): string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const units: string[] = [];
  for (const { segment } of segmenter.segment(word)) {
    const last = units.at(-1);
    if (last !== undefined && (closing.test(segment) || opening.test(last)))
      units[units.length - 1] = last + segment;
    else units.push(segment);
  }
  return units.flatMap((unit) => (columnsOf(unit) <= lineColumns ? [unit] : signsOf(unit)));
}

/** Neighbours as one as long as they may be. */
function joinedWhile(units: readonly string[], mayBe: (together: string, last: string) => boolean): string[] {
  const pieces: string[] = [];
  for (const unit of units) {
    const last = pieces.at(-1);
    if (last === undefined || !mayBe(last + unit, last)) pieces.push(unit);
    else pieces[pieces.length - 1] = last + unit;
  }
  return pieces;
}

function linesOf(text: string): string[] {
  if (columnsOf(text) <= lineColumns) return [text];
  const fits = (line: string): boolean => columnsOf(line.trim()) <= lineColumns;
  return joinedWhile(unitsOf(text), fits).map((line) => line.trim());
}

/** In two lines about equally long, where one is not enough. */
function broken(text: string): string[] {
  const lines = linesOf(text);
  if (lines.length < mostLines) return lines;
  const half = columnsOf(text) / mostLines;
  const even = joinedWhile(
    unitsOf(text),
    (line, last) => columnsOf(last) < half && columnsOf(line.trim()) <= lineColumns,
  );
  return even.length === mostLines ? even.map((line) => line.trim()) : lines;
}
