// Names as Whisper's verbose answers spell them, and the codes that its requests take.
const codes: Readonly<Record<string, string>> = {
  english: 'en',
  german: 'de',
  french: 'fr',
  spanish: 'es',
  italian: 'it',
  portuguese: 'pt',
  dutch: 'nl',
  polish: 'pl',
  russian: 'ru',
  ukrainian: 'uk',
  turkish: 'tr',
  arabic: 'ar',
  chinese: 'zh',
  japanese: 'ja',
  korean: 'ko',
  hindi: 'hi',
};

const scripts = {
  latin: /\p{Script=Latin}/gu,
  cyrillic: /\p{Script=Cyrillic}/gu,
  arabic: /\p{Script=Arabic}/gu,
  han: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  hangul: /\p{Script=Hangul}/gu,
  devanagari: /\p{Script=Devanagari}/gu,
} as const;

const scriptOfCode: Readonly<Record<string, keyof typeof scripts>> = {
  ru: 'cyrillic',
  uk: 'cyrillic',
  ar: 'arabic',
  zh: 'han',
  ja: 'han',
  ko: 'hangul',
  hi: 'devanagari',
};

/**
 * Whether words are in another language than the one that was asked for: by what the engine says, or by the script
 * where it says nothing. Without a wish no language is another.
 */
export function isOtherLanguage(
  answer: { text: string; language: string | null },
  wanted: string | null,
): boolean {
  if (wanted === null) return false;
  const code = wanted.toLowerCase().split('-')[0] ?? wanted;
  if (answer.language !== null) {
    const said = answer.language.toLowerCase();
    return (codes[said] ?? said.split('-')[0]) !== code;
  }
  const script = scriptOf(answer.text);
  return script !== null && script !== (scriptOfCode[code] ?? 'latin');
}

/** The script of most letters; `null` for a text too short to tell. */
function scriptOf(text: string): keyof typeof scripts | null {
  const counts = Object.entries(scripts).map(
    ([script, pattern]) => [script as keyof typeof scripts, text.match(pattern)?.length ?? 0] as const,
  );
  const [script, count] = counts.toSorted((a, b) => b[1] - a[1])[0] ?? ['latin', 0];
  return count >= 4 ? script : null;
}
