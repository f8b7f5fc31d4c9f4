import { spacelessScripts } from '../../../../shared/session/transcript/spaceless-scripts.ts';

/** A word, or one character of a script that is written without spaces. */
export type Token = {
  text: string;
  /** Nothing stood between it and the one before. */
  isGlued: boolean;
};

// With signs that they share.
const spaceless = `${spacelessScripts}ー々〆`;
// A character takes its marks along, the brackets before it and the punctuation after it.
const pattern = new RegExp(
  `[\\p{Ps}\\p{Pi}]*[${spaceless}]\\p{M}*(?:(?![\\p{Ps}\\p{Pi}])[\\p{P}])*|[^\\s${spaceless}]+`,
  'gu',
);

/** What is compared and timed one by one. Joined by `joinTokens` they are the text again, but for its blanks. */
export function tokensOf(text: string): Token[] {
  let reached = -1;
  return Array.from(text.matchAll(pattern), ({ 0: token, index }) => {
    const isGlued = index === reached;
    reached = index + token.length;
    return { text: token, isGlued };
  });
}

export function joinTokens(tokens: readonly { text: string; isGlued?: boolean }[]): string {
  return tokens
    .map(({ text, isGlued }, index) => (index === 0 || isGlued === true ? text : ` ${text}`))
    .join('');
}

const endsSpaceless = new RegExp(`[${spaceless}]\\p{M}*$`, 'u');
const beginsSpaceless = new RegExp(`^[${spaceless}]`, 'u');

/** Words of a list that says nothing of the blanks between them: in scripts that put none there, none. */
export function joinWords(words: readonly { text: string; isGlued?: boolean }[]): string {
  const said = words.filter(({ text }) => text !== '');
  return said
    .map(({ text, isGlued }, index) => {
      const before = said[index - 1]?.text;
      const isBlankless = before !== undefined && endsSpaceless.test(before) && beginsSpaceless.test(text);
      return before === undefined || isGlued === true || isBlankless ? text : ` ${text}`;
    })
    .join('');
}

/** The words of a text, or the characters of scripts without spaces, each as `plainWord` has it; none is empty. */
export function plainWordsOf(text: string): string[] {
  return tokensOf(text)
    .map((token) => plainWord(token.text))
    .filter((word) => word !== '');
}

/** A word without its case and punctuation, which engines choose anew each time. */
export function plainWord(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}
