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
 * are estimated by the length of the texts.
 */
export function cuesOf({ startSec, endSec, text }: Timed): Cue[] {
  const plain = cueText(text);
  const durationSec = Math.max(endSec - startSec, 0.001);
  const pieces = piecesOf(plain, mostColumns(plain, durationSec));
  const all = pieces.reduce((sum, piece) => sum + columnsOf(piece), 0);
  let reached = 0;
  return pieces.map((piece) => {
    const at = startSec + (reached / Math.max(1, all)) * durationSec;
    reached += columnsOf(piece);
    const until = startSec + (reached / Math.max(1, all)) * durationSec;
    return { startSec: at, endSec: Math.min(until, at + longestSec), lines: broken(piece) };
  });
}

/** A cue's text is one paragraph: an empty line would end the cue, `-->` would start another. */
export function cueText(text: string): string {
  return visibleLine(text.replace(/\s+/g, ' ').replaceAll('-->', '→').trim());
}

function mostColumns(text: string, durationSec: number): number {
  const whole = columnsOf(text);
  const byTime = Math.floor((whole * longestSec) / durationSec);
  return Math.min(lineColumns * mostLines, Math.max(leastPieceColumns, byTime));
}

const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/gu;

/** Columns that a text takes: characters of Chinese, Japanese and Korean take two. */
function columnsOf(text: string): number {
  return Array.from(text.replace(/\p{M}/gu, '')).length + (text.match(wide)?.length ?? 0);
}

// "3.5" and "C.I." are no ends: a blank follows, or the sign is one of a script without blanks.
const sentenceEnd = /(?<=[.?!…]["'”’»)\]]*\s+)(?=\S)|(?<=[。？！][」』”’）]*)(?=[^\s。？！」』”’）])/u;

/** Sentences that fit together; one that does not fit is cut between words, a word that does not fit anywhere. */
function piecesOf(text: string, most: number): string[] {
  const fits = (piece: string): boolean =>
    columnsOf(piece.trim()) <= most && linesOf(piece.trim()).length <= mostLines;
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

/** Signs one by one, but for a number or a Latin word between them, as long as it fits into a line. */
function smallUnitsOf(word: string): string[] {
  const units = word.match(/[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{N}.,+'’-]*|\P{M}\p{M}*|\p{M}/gsu) ?? [
    word,
  ];
  return units.flatMap((unit) => (columnsOf(unit) <= lineColumns ? [unit] : Array.from(unit)));
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
