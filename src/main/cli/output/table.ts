import { columnsOf, cutAtColumn, padColumns } from '../../../shared/columns.ts';
import { visibleLine } from '../../../shared/visible-text.ts';

/** A title that another program needs, and a list: in a column, people see what it holds. */
export type ColumnTitle = string | { piped: string };

/** So many columns of a terminal; `piped` for another program, which gets a tab between cells; `free` for any length. */
export type TableWidth = number | 'piped' | 'free';

const between = 2;
// Narrower than this nobody reads a column, and a sentence wants more.
const narrowest = 7;
const sentenceWidth = 20;
// Longer ones are addresses and paths.
const longestWord = 26;

/** Rows as aligned columns. What does not fit wraps at words; where columns would cut them anywhere, each row is a list. */
export function formatTable(
  titles: readonly ColumnTitle[],
  rows: readonly (readonly string[])[],
  width: TableWidth = 'free',
): string {
  const head = titles.map((title) =>
    typeof title === 'string' ? title : width === 'piped' ? title.piped : '',
  );
  const all = [head, ...rows].map((row) => row.map(visibleLine));
  if (width === 'piped') return all.map((row) => `${row.join('\t')}\n`).join('');
  const natural = head.map((_title, column) => Math.max(...all.map((row) => columnsOf(row[column] ?? ''))));
  const widths = width === 'free' ? natural : fitting(all, natural, width);
  if (widths === null) return asLists([titles.map(nameOf), ...all.slice(1)], Number(width));
  return all.flatMap((row) => linesOf(row, widths, width === 'free')).join('');
}

const nameOf = (title: ColumnTitle): string => (typeof title === 'string' ? title : title.piped);

/** Each row under the other, each cell behind the title of its column; empty ones are left out. */
function asLists([head = [], ...rows]: readonly (readonly string[])[], width: number): string {
  const titles = Math.max(...head.map(columnsOf));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (cell === '' ? '' : `${padColumns(head[column] ?? '', titles)}  ${cell}\n`))
        .join(''),
    )
    .map((list) => fitLines(list, width))
    .join('\n');
}

/**
 * A text whose lines fit the terminal: what is too long wraps at words, under the place where its last column began. For
 * another program, and where any length will do, it stays as it is.
 */
export function fitLines(text: string, width: TableWidth): string {
  if (typeof width !== 'number') return text;
  return text
    .split('\n')
    .flatMap((line) => (columnsOf(line) <= width ? [line] : hanging(line, width)))
    .join('\n');
}

function hanging(line: string, width: number): string[] {
  const head = /^.*\S {2,}(?=\S)|^\[[\d:]+\] |^ *(?=\S)/.exec(line)?.[0] ?? '';
  const rest = line.slice(head.length);
  const column = columnsOf(head);
  const room = width - column;
  const longest = Math.max(...rest.split(' ').map(columnsOf));
  // An id or a path stays whole where it can.
  const breaksWord = longest > room && longest <= width - 4;
  if (room >= width / 2 && !breaksWord) {
    const [first = '', ...more] = wrapped(rest, room);
    return [head + first, ...more.map((part) => ' '.repeat(column) + part)];
  }
  // Little room beside it: below, a little to the right.
  const before = head.trimEnd();
  return [
    ...(before === '' ? [] : wrapped(before, width)),
    ...wrapped(rest, width - 4).map((part) => `    ${part}`),
  ];
}

/**
 * The widest column gives way until all fit: first between words, then within long ones where an address or a name has a
 * joint. The first column is what is copied, mostly an id, and stays whole. `null` where that is not enough.
 */
function fitting(
  rows: readonly (readonly string[])[],
  natural: readonly number[],
  columns: number,
): number[] | null {
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + between * (widths.length - 1) - columns;
  const least = (piecesOf: (text: string) => string[], sentence: number): number[] =>
    natural.map((width, column) => {
      const isLast = column === natural.length - 1;
      const longest = longestOf(rows, column, column === 0 || isLast ? words : joints);
      const shortest = Math.max(piecesOf === words ? longestOf(rows, column, words) : longest, narrowest);
      return Math.min(width, isLast ? Math.max(sentence, shortest) : shortest);
    });
  for (const bounds of [least(words, sentenceWidth), least(joints, sentenceWidth), least(joints, 0)]) {
    while (excess > 0) {
      const spare = widths.map((width, column) => (width > (bounds[column] ?? 0) ? width : 0));
      const widest = spare.indexOf(Math.max(...spare));
      if ((spare[widest] ?? 0) === 0) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
      excess -= 1;
    }
  }
  return excess > 0 ? null : widths;
}

const words = (text: string): string[] => text.split(' ');
// A short word, a date and a time stay whole even where they have joints.
const shortWord = 12;
const jointed = /[^/_.:?&=,-]*[/_.:?&=,-]+|[^/_.:?&=,-]+/g;

/** What a text may be broken into: an address behind its slashes, an id behind its dashes. */
const joints = (text: string): string[] =>
  words(text).flatMap((word) => (columnsOf(word) <= shortWord ? [word] : (word.match(jointed) ?? [])));

/** The longest piece in a column; of what is longer than any word, nobody expects it whole. */
function longestOf(
  rows: readonly (readonly string[])[],
  column: number,
  piecesOf: (text: string) => string[],
): number {
  const lengths = rows.flatMap((row) => piecesOf(row[column] ?? '').map(columnsOf));
  return Math.min(longestWord, Math.max(0, ...lengths));
}

function linesOf(row: readonly string[], widths: readonly number[], isFree: boolean): string[] {
  const cells = row.map((cell, column) => {
    const isLast = column === row.length - 1;
    return isFree && isLast ? [cell] : wrapped(cell, widths[column] ?? columnsOf(cell));
  });
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_none, at) => {
    const line = cells.map((lines, column) => padColumns(lines[at] ?? '', widths[column] ?? 0));
    return `${line.join(' '.repeat(between)).trimEnd()}\n`;
  });
}

/** At words; a word that is longer than the column is broken at a joint where it has one, and anywhere else. */
export function wrapped(text: string, width: number): string[] {
  if (columnsOf(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (columnsOf(next) <= width) {
      line = next;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = broken(word, width);
    line = pieces.pop() ?? '';
    lines.push(...pieces);
  }
  if (line !== '') lines.push(line);
  return lines;
}

function broken(word: string, width: number): string[] {
  if (columnsOf(word) <= width) return [word];
  const lines: string[] = [];
  let line = '';
  for (const part of joints(word)) {
    // A piece that is too long by itself fills the line up.
    if (line !== '' && columnsOf(part) <= width && columnsOf(line + part) > width) {
      lines.push(line);
      line = '';
    }
    line += part;
    while (columnsOf(line) > width) {
      const [head, rest] = cutAtColumn(line, width);
      lines.push(head);
      line = rest;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** `0:07`, `12:34` or `1:02:03`. */
export function formatDuration(sec: number): string {
  const whole = Math.floor(sec);
  const minutes = String(Math.floor(whole / 60) % 60);
  const seconds = String(whole % 60).padStart(2, '0');
  if (whole < 3600) return `${minutes}:${seconds}`;
  return `${Math.floor(whole / 3600)}:${minutes.padStart(2, '0')}:${seconds}`;
}
