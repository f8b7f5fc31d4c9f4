// Whisper takes 224 tokens; a token is four characters of English or a little less.
const mostChars = 200 * 4;

/**
 * What an engine is told of the words before: their end, whole words. `null` when they are doubted: a model repeats
 * what it is told, mistakes first of all.
 */
export function promptOf(previous: { text: string; isConfident: boolean } | null): string | null {
  if (previous === null || !previous.isConfident || previous.text.trim() === '') return null;
  const text = previous.text.trim();
  if (text.length <= mostChars) return text;
  const end = text.slice(-mostChars);
  return end.slice(end.indexOf(' ') + 1);
}
