// Whisper takes the last 224 tokens and drops what stands before: the names, which come first. Groq takes 896 characters.
const mostTokens = 200;
// Names leave room for the words before.
const mostVocabularyTokens = 100;

/**
 * What an engine is told to expect: names and terms, and the end of the words before, whole words, within what the tightest of
 * the engines takes. Words before that are doubted are left out: a model repeats what it is told, mistakes first of all. `null` for
 * nothing.
 */
export function promptOf(
  previous: { text: string; isConfident: boolean } | null,
  vocabulary: readonly string[] = [],
): string | null {
  const names = listUpTo(mostVocabularyTokens, vocabulary);
  const left = mostTokens - promptTokens(names);
  const before = previous?.isConfident === true ? endOf(previous.text.trim(), left) : '';
  const prompt = [names, before].filter((part) => part !== '').join(' ');
  return prompt === '' ? null : prompt;
}

/** About how many tokens of Whisper a text is: four letters of English are one, a sign of Chinese is one or more. */
export function promptTokens(text: string): number {
  let tokens = 0;
  for (const sign of text) tokens += tokensOfSign(sign);
  return tokens;
}

function tokensOfSign(sign: string): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x80) return 0.25;
  // Latin with marks, Greek, Cyrillic, Hebrew, Arabic.
  if (code < 0x780) return 0.5;
  // Devanagari, Thai and their like have two or three tokens a sign, Hangul, Kana and Han one or two.
  return code < 0x1100 ? 2 : 1.5;
}

function listUpTo(most: number, vocabulary: readonly string[]): string {
  let list = '';
  for (const term of vocabulary) {
    const longer = list === '' ? term : `${list}, ${term}`;
    if (promptTokens(longer) > most) break;
    list = longer;
  }
  return list === '' ? '' : `${list}.`;
}

function endOf(text: string, most: number): string {
  const signs = Array.from(text);
  let from = signs.length;
  for (let tokens = 0; from > 0; from -= 1) {
    tokens += tokensOfSign(signs[from - 1] ?? '');
    if (tokens > most) break;
  }
  if (from === 0) return text;
  const end = signs.slice(from).join('');
  // Scripts without spaces have no words to keep whole.
  const blank = end.indexOf(' ');
  return blank === -1 ? end : end.slice(blank + 1);
}
