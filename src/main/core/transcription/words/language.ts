import { languageCode } from '../../../../shared/settings/languages.ts';

const scripts = {
  latin: /\p{Script=Latin}/gu,
  cyrillic: /\p{Script=Cyrillic}/gu,
  arabic: /\p{Script=Arabic}/gu,
  han: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu,
  hangul: /\p{Script=Hangul}/gu,
  devanagari: /\p{Script=Devanagari}/gu,
  hebrew: /\p{Script=Hebrew}/gu,
  greek: /\p{Script=Greek}/gu,
  thai: /\p{Script=Thai}/gu,
  bengali: /\p{Script=Bengali}/gu,
  tamil: /\p{Script=Tamil}/gu,
  telugu: /\p{Script=Telugu}/gu,
  kannada: /\p{Script=Kannada}/gu,
  malayalam: /\p{Script=Malayalam}/gu,
  gujarati: /\p{Script=Gujarati}/gu,
  gurmukhi: /\p{Script=Gurmukhi}/gu,
  sinhala: /\p{Script=Sinhala}/gu,
  georgian: /\p{Script=Georgian}/gu,
  armenian: /\p{Script=Armenian}/gu,
  ethiopic: /\p{Script=Ethiopic}/gu,
  khmer: /\p{Script=Khmer}/gu,
  lao: /\p{Script=Lao}/gu,
  myanmar: /\p{Script=Myanmar}/gu,
  tibetan: /\p{Script=Tibetan}/gu,
} as const;

const codesOfScripts: readonly [keyof typeof scripts, string][] = [
  ['cyrillic', 'ru uk be bg mk mn kk tg tt ba sr'],
  ['arabic', 'ar fa ur ps sd'],
  ['han', 'zh ja yue'],
  ['hangul', 'ko'],
  ['devanagari', 'hi mr ne sa'],
  ['hebrew', 'he yi'],
  ['greek', 'el'],
  ['thai', 'th'],
  ['bengali', 'bn as'],
  ['tamil', 'ta'],
  ['telugu', 'te'],
  ['kannada', 'kn'],
  ['malayalam', 'ml'],
  ['gujarati', 'gu'],
  ['gurmukhi', 'pa'],
  ['sinhala', 'si'],
  ['georgian', 'ka'],
  ['armenian', 'hy'],
  ['ethiopic', 'am'],
  ['khmer', 'km'],
  ['lao', 'lo'],
  ['myanmar', 'my'],
  ['tibetan', 'bo'],
];
const scriptOfCode: Readonly<Record<string, keyof typeof scripts>> = Object.fromEntries(
  codesOfScripts.flatMap(([script, codes]) => codes.split(' ').map((code) => [code, script] as const)),
);
// Written in either of two scripts.
const inTwoScripts = new Set(['sr', 'bs', 'uz', 'az', 'tk']);

/**
 * Whether words are in another language than the one that was asked for: by what the engine says, or by the script
 * where it says nothing. Without a wish no language is another.
 */
export function isOtherLanguage(
  answer: { text: string; language: string | null },
  wanted: string | null,
): boolean {
  if (wanted === null) return false;
  const code = languageCode(wanted) ?? wanted;
  const said = answer.language === null ? null : languageCode(answer.language);
  // Cantonese is Chinese to many an engine, and one Norwegian the other.
  if (said !== null) return familyOf(said) !== familyOf(code);
  const script = scriptOf(answer.text);
  return script !== null && !inTwoScripts.has(code) && script !== (scriptOfCode[code] ?? 'latin');
}

const families: Readonly<Record<string, string>> = { yue: 'zh', nn: 'no', bs: 'sr', hr: 'sr' };
const familyOf = (code: string): string => families[code] ?? code;

/** The script of most letters; `null` for a text too short to tell. */
function scriptOf(text: string): keyof typeof scripts | null {
  const counts = Object.entries(scripts).map(
    ([script, pattern]) => [script as keyof typeof scripts, text.match(pattern)?.length ?? 0] as const,
  );
  const [script, count] = counts.toSorted((a, b) => b[1] - a[1])[0] ?? ['latin', 0];
  return count >= 4 ? script : null;
}
