import { visibleLine } from '../../../shared/visible-text.ts';

/** So many columns of a terminal; `piped` for another program, which gets a tab between cells; `free` for any length. */
export type TableWidth = number | 'piped' | 'free';

const between = 2;
// Narrower than this nobody reads a column.
const narrowest = 10;
// Longer ones are addresses and paths.
const longestWord = 26;
// On less than this, columns that break words are no columns any more: each row is a list then.
const fewestColumns = 60;

/** Rows as aligned columns. What does not fit wraps at words. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: TableWidth = 'free',
): string {
  const all = [head, ...rows].map((row) => row.map(visibleLine));
  if (width === 'piped') return all.map((row) => `${row.join('\t')}\n`).join('');
  const natural = head.map((_title, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const widths = width === 'free' ? natural : fitting(all, natural, width);
  const breaksWords = widths.some((given, column) => given < wordWidth(all, column, natural[column] ?? 0));
  if (width !== 'free' && width < fewestColumns && breaksWords) return asLists(all, width);
  return all.flatMap((row) => linesOf(row, widths, width === 'free')).join('');
}

/** Each row under the other, each cell behind the title of its column; empty ones are left out. */
function asLists([head = [], ...rows]: readonly (readonly string[])[], width: number): string {
  const titles = Math.max(...head.map(({ length }) => length));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (cell === '' ? '' : `${(head[column] ?? '').padEnd(titles)}  ${cell}\n`))
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
    .flatMap((line) => (line.length <= width ? [line] : hanging(line, width)))
    .join('\n');
}

function hanging(line: string, width: number): string[] {
  const column = /^.*\S {2,}(?=\S)|^\[[\d:]+\] |^ *(?=\S)/.exec(line)?.[0].length ?? 0;
  const rest = line.slice(column);
  const room = width - column;
  const longest = Math.max(...rest.split(' ').map(({ length }) => length));
  // An id or a path stays whole where it can.
  const breaksWord = longest > room && longest <= width - 4;
  if (room >= width / 2 && !breaksWord) {
    const [first = '', ...more] = wrapped(rest, room);
    return [line.slice(0, column) + first, ...more.map((part) => ' '.repeat(column) + part)];
  }
  // Little room beside it: below, a little to the right.
  const before = line.slice(0, column).trimEnd();
  return [
    ...(before === '' ? [] : wrapped(before, width)),
    ...wrapped(rest, width - 4).map((part) => `    ${part}`),
  ];
}

/** The widest column gives way until all fit; an id or a name is broken only where nothing else helps. */
function fitting(
  rows: readonly (readonly string[])[],
  natural: readonly number[],
  columns: number,
): number[] {
  const wholeWords = natural.map((width, column) => wordWidth(rows, column, width));
  const widths = [...natural];
  let excess = widths.reduce((sum, width) => sum + width, 0) + between * (widths.length - 1) - columns;
  while (excess > 0) {
    const spare = widths.map((width, column) => (width > (wholeWords[column] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
    excess -= 1;
  }
  // What is left breaks words: of the middle first, because the first column is mostly an id and the last one a sentence.
  const order = [...widths.keys()]
    .slice(1, -1)
    .toReversed()
    .concat(0, widths.length - 1);
  for (const column of order) {
    const less = Math.max(0, Math.min(excess, (widths[column] ?? 0) - narrowest));
    widths[column] = (widths[column] ?? 0) - less;
    excess -= less;
  }
  return widths;
}

/** What a column takes that breaks no word. */
function wordWidth(rows: readonly (readonly string[])[], column: number, natural: number): number {
  const words = rows.flatMap((row) => (row[column] ?? '').split(' ').map((word) => word.length));
  return Math.min(natural, longestWord, Math.max(...words));
}

function linesOf(row: readonly string[], widths: readonly number[], isFree: boolean): string[] {
  const cells = row.map((cell, column) => {
    const isLast = column === row.length - 1;
    return isFree && isLast ? [cell] : wrapped(cell, widths[column] ?? cell.length);
  });
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_none, at) => {
    const line = cells.map((lines, column) => (lines[at] ?? '').padEnd(widths[column] ?? 0));
    return `${line.join(' '.repeat(between)).trimEnd()}\n`;
  });
}

/** At words; a word that is longer than the column is cut. */
export function wrapped(text: string, width: number): string[] {
  if (text.length <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (next.length <= width) {
      line = next;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (line.length > width) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  if (line !== '') lines.push(line);
  return lines;
}

/** `0:07`, `12:34` or `1:02:03`. */
export function formatDuration(sec: number): string {
  const whole = Math.floor(sec);
  const minutes = String(Math.floor(whole / 60) % 60);
  const seconds = String(whole % 60).padStart(2, '0');
  if (whole < 3600) return `${minutes}:${seconds}`;
  return `${Math.floor(whole / 3600)}:${minutes.padStart(2, '0')}:${seconds}`;
}
