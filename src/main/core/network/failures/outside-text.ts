// Enough for a reason; a longer one is a page or an attack.
const mostCharacters = 200;

/** Text of a target for a sentence of ours: control characters are blanks, and it is cut to 200 characters. */
export function outsideText(text: string): string {
  const head = text.slice(0, 4 * mostCharacters);
  const clean = head
    // Also the marks that turn the direction of writing, with which a text can hide what follows.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > mostCharacters ? `${clean.slice(0, mostCharacters - 1)}…` : clean;
}
