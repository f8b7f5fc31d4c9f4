import type { RawAnswer } from './raw/raw-answer.ts';

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
const entity = /&(?:(amp|lt|gt|quot|apos|nbsp)|#(\d{1,6})|#x([\da-f]{1,5}));/gi;

/** Servers that make pages or subtitles of what was said write `R&amp;D` and `don&#39;t`, which nobody says. */
export function withoutEntities(raw: RawAnswer): RawAnswer {
  const plain = <T extends { text: string }>(one: T): T => ({ ...one, text: decoded(one.text) });
  return { ...raw, text: decoded(raw.text), parts: raw.parts.map(plain), words: raw.words.map(plain) };
}

function decoded(text: string): string {
  return text.replace(entity, (whole, name?: string, decimal?: string, hex?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code >= 0x20 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
