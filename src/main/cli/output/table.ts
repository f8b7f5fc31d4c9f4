import { visibleLine } from '../../../shared/visible-text.ts';

/** Rows as aligned columns; the last column keeps its length. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows].map((row) => row.map(visibleLine));
  const widths = head.map((_title, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

/** `0:07`, `12:34` or `1:02:03`. */
export function formatDuration(sec: number): string {
  const whole = Math.floor(sec);
  const minutes = String(Math.floor(whole / 60) % 60);
  const seconds = String(whole % 60).padStart(2, '0');
  if (whole < 3600) return `${minutes}:${seconds}`;
  return `${Math.floor(whole / 3600)}:${minutes.padStart(2, '0')}:${seconds}`;
}
