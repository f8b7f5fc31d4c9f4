import type { Redactor } from './redactor.ts';

/** A text that comes in pieces, redacted as if it had come whole. */
export type RedactionStream = {
  /** What can be said of the text so far; the rest waits for more. */
  push(piece: string): string;
  end(): string;
};

// A line of a log or of JSON is rarely longer; one that is longer is cut at a blank.
const longestLine = 262_144;
// More than any value that is judged as one.
const leastHeld = 8_192;

export function createRedactionStream(redactor: Redactor): RedactionStream {
  let held = '';
  const heldAtLeast = Math.max(leastHeld, redactor.longest);

  return {
    push(piece) {
      held += piece;
      if (held.length < heldAtLeast * 2) return '';
      const cut = safeCut(held, held.length - heldAtLeast, redactor);
      if (cut === 0) return '';
      const ready = held.slice(0, cut);
      held = held.slice(cut);
      return redactor.text(ready, true);
    },
    end() {
      const last = redactor.text(held, true);
      held = '';
      return last;
    },
  };
}

/** A place at the end of a line, and within no known value; 0 when there is none yet. */
function safeCut(text: string, latest: number, redactor: Redactor): number {
  const isLong = text.length > longestLine;
  const lineEnd = text.lastIndexOf('\n', latest) + 1;
  let cut = lineEnd > 0 || !isLong ? lineEnd : blankBefore(text, latest);
  if (cut === 0 && isLong && text.length > longestLine * 8) cut = latest;
  if (cut === 0) return 0;
  const near = Math.max(0, cut - redactor.longest);
  const matches = redactor.find(text.slice(near, cut + redactor.longest));
  for (const { from, to } of matches.toReversed())
    if (near + from < cut && near + to > cut) cut = near + from;
  return cut;
}

function blankBefore(text: string, latest: number): number {
  for (let at = latest; at > latest / 2; at -= 1) if (/[\s,"]/.test(text[at] ?? '')) return at;
  return 0;
}
