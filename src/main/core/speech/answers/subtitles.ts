import { rawPart, type RawPart } from './raw/raw-part.ts';

const clock = String.raw`(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`;
const ranges = [
  new RegExp(`^\\[?\\s*${clock}\\s*-->\\s*${clock}[^\\]]*\\]?\\s*(.*)$`),
  new RegExp(`^\\[\\s*${clock}\\s*[,–-]\\s*${clock}[^\\]]*\\]\\s*(.*)$`),
];
const rangeIn = (line: string): RegExpExecArray | null =>
  ranges.map((range) => range.exec(line)).find((match) => match !== null) ?? null;

/**
 * The parts of SRT, WebVTT, or of what some print with times (`[00:00:00.000 --> 00:00:02.000] words`,
 * `[0:0.000,0:2.000] words`); `null` for a text that is none of these.
 */
export function readSubtitles(text: string): RawPart[] | null {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  if (!lines.some((line) => rangeIn(line.trim()) !== null)) return null;
  const parts: RawPart[] = [];
  let open: RawPart | null = null;
  for (const [index, given] of lines.entries()) {
    const line = given.trim();
    const match = rangeIn(line);
    if (match !== null) {
      open = rawPart({ text: match[9] ?? '', start: secOf(match, 1), end: secOf(match, 5) });
      parts.push(open);
    } else if (open !== null && line !== '' && !isCueNumber(line, lines[index + 1])) {
      open.text = `${open.text} ${line}`.trim();
    }
  }
  return parts;
}

function isCueNumber(line: string, next: string | undefined): boolean {
  return /^\d+$/.test(line) && next !== undefined && rangeIn(next.trim()) !== null;
}

function secOf(match: RegExpExecArray, from: number): number {
  const [hours, minutes, seconds] = [0, 1, 2].map((offset) => Number(match[from + offset] ?? 0));
  return (hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0) + Number(`0.${match[from + 3] ?? '0'}`);
}
