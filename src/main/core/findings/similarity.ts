/** Words without case, punctuation and extra space. */
export function normaliseText(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Whether two normalised texts are the same words, heard a little differently. Who counts ("item 1", "item 2") says
 * another thing each time, so the numbers have to be equal.
 */
export function isHeardAlike(a: string, b: string, least: number): boolean {
  if (a === b) return true;
  return numbersIn(a) === numbersIn(b) && isSimilar(a, b, least);
}

/** The numbers of a text, in their order. */
export function numbersIn(text: string): string {
  return text.match(/\p{N}+/gu)?.join(' ') ?? '';
}

/**
 * True when the texts differ in at most `1 - least` of their length (edit distance by the longer one). Stops as soon
 * as that is out of reach.
 */
export function isSimilar(a: string, b: string, least: number): boolean {
  if (a === b) return true;
  const longest = Math.max(a.length, b.length);
  const mostEdits = Math.floor(longest * (1 - least) + 1e-9);
  if (Math.abs(a.length - b.length) > mostEdits) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end])
    end += 1;
  return isWithin(a.slice(start, a.length - end), b.slice(start, b.length - end), mostEdits);
}

function isWithin(a: string, b: string, mostEdits: number): boolean {
  let row = Array.from({ length: b.length + 1 }, (_zero, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    let best = i;
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const cost = Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      next.push(cost);
      best = Math.min(best, cost);
    }
    if (best > mostEdits) return false;
    row = next;
  }
  return (row[b.length] ?? 0) <= mostEdits;
}
