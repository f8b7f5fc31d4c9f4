/** The letters and digits of a text, with where each of them stands; what is between them is left out. */
export type PlainCharacters = { codes: Uint8Array; starts: Uint32Array; ends: Uint32Array; count: number };

const percent = 37;
const backslash = 92;
// Escapes that stand for a blank, so that their letter is none of the text.
const blanks = new Set(['n', 'r', 't', 'b', 'f', 'v']);
const escaped = /%(?:25){0,3}([\da-f]{2})|\\{1,4}(?:u00|x)([\da-f]{2})/iy;

/** Percent- and JSON-encoded characters count as what they stand for. Time and memory grow with the length. */
export function readPlainCharacters(text: string): PlainCharacters {
  const codes = new Uint8Array(text.length);
  const starts = new Uint32Array(text.length);
  const ends = new Uint32Array(text.length);
  let count = 0;
  let at = 0;
  const keep = (code: number, length: number): void => {
    if (isPlain(code)) {
      codes[count] = code;
      starts[count] = at;
      ends[count] = at + length;
      count += 1;
    }
    at += length;
  };
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code !== percent && code !== backslash) {
      keep(code, 1);
      continue;
    }
    escaped.lastIndex = at;
    const [whole, ofPercent, ofBackslash] = escaped.exec(text) ?? [];
    if (whole !== undefined) keep(Number.parseInt(ofPercent ?? ofBackslash ?? '', 16), whole.length);
    else at += code === backslash && blanks.has(text[at + 1] ?? '') ? 2 : 1;
  }
  return { codes, starts, ends, count };
}

function isPlain(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
