import { visibleLine } from '../../../shared/visible-text.ts';

/** So many columns of a terminal; `piped` for another program, which gets a tab between cells; `free` for any length. */
export type TableWidth = number | 'piped' | 'free';

const between = 2;
// Narrower than this nobody reads a column.
const narrowest = 10;
// Longer ones are addresses and paths.
const longestWord = 26;

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
  return all.flatMap((row) => linesOf(row, widths, width === 'free')).join('');
}

/** The widest column gives way until all fit; an id or a name is broken only where nothing else helps. */
function fitting(
  rows: readonly (readonly string[])[],
  natural: readonly number[],
  columns: number,
): number[] {
  const wholeWords = natural.map((width, column) => {
    const words = rows.flatMap((row) => (row[column] ?? '').split(' ').map((word) => word.length));
    return Math.min(width, longestWord, Math.max(...words));
  });
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
