import type { RawAnswer } from './raw/raw-answer.ts';

const token = /<\|([^|<>\n]{0,40})\|>/g;
// What Qwen's models write in front of the words.
const head = /^\s*language\s+([\p{L} ]{1,30}?)\s*<asr_text>/u;

// What a model that reasons wrote before it answered.
const thought = /^\s*<(think(?:ing)?)>[\s\S]*?<\/\1>/i;

/**
 * Models of several families write signs of their own between the words, which servers may leave in: `<|en|><|NEUTRAL|>`,
 * `<|0.00|>`, `language English<asr_text>`. Nobody said them; of a language they tell the answer's. A text that has nothing else
 * stays, for it says what was heard instead of speech.
 */
export function withoutControlTokens(raw: RawAnswer): RawAnswer {
  const all = [raw.text, ...raw.parts.map(({ text }) => text)];
  if (!all.some((text) => text.includes('<'))) return raw;
  const language = raw.language ?? all.map(languageIn).find((one) => one !== null) ?? null;
  const plain = <T extends { text: string }>(one: T): T => ({ ...one, text: withoutTokens(one.text) });
  return {
    ...raw,
    language,
    text: withoutTokens(raw.text),
    parts: raw.parts.map(plain),
    words: raw.words.filter(({ text }) => text.replace(token, '').trim() !== '').map(plain),
  };
}

function withoutTokens(text: string): string {
  const plain = text.replace(thought, '').replace(head, '').replace(token, ' ').replace(/ {2,}/g, ' ').trim();
  return plain === '' && !head.test(text) ? text : plain;
}

function languageIn(text: string): string | null {
  const told = head.exec(text)?.[1];
  if (told !== undefined) return told.toLowerCase() === 'none' ? null : told;
  const codes = Array.from(text.matchAll(token), ([, name = '']) => name);
  return codes.find((code) => /^[a-z]{2,3}$/.test(code)) ?? null;
}
