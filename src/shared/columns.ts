const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u312f\uff00-\uff60\uffe0-\uffe6]/gu;

/** Columns that a text takes: characters of Chinese, Japanese and Korean, and pictures, take two. */
export function columnsOf(text: string): number {
  return Array.from(text.replace(/\p{M}/gu, '')).length + (text.match(wide)?.length ?? 0);
}

/** What is not cut any further: characters with the marks on them. */
export const signsOf = (text: string): string[] => text.match(/\P{M}\p{M}*|\p{M}/gsu) ?? [];

/** The longest beginning that takes at most so many columns, and the rest; at least one character of a text goes first. */
export function cutAtColumn(text: string, columns: number): [head: string, rest: string] {
  let head = '';
  let taken = 0;
  for (const sign of signsOf(text)) {
    taken += columnsOf(sign);
    if (head !== '' && taken > columns) break;
    head += sign;
  }
  return [head, text.slice(head.length)];
}

/** A text with blanks behind it, so that it takes so many columns. */
export function padColumns(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
