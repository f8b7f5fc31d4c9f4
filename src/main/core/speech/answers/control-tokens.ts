import type { RawAnswer } from './raw/raw-answer.ts';

const token = /<\|([^|<>\n]{0,40})\|>/g;
// What Qwen's models write in front of the words.
const head = /^\s*language\s+([\p{L} ]{1,30}?)\s*<asr_text>/u;

// What a model that reasons wrote before it answered: up to the last sign that ends it, which servers may leave in without the first.
const thoughts = [
  /^[\s\S]*<\|channel\|>\s*final\s*<\|message\|>/,
  /^[\s\S]*<channel\|>/,
  /^[\s\S]*<\/think(?:ing)?>/i,
  // It never came to its answer.
  /^\s*(?:<think(?:ing)?>|<\|channel>|<\|channel\|>\s*analysis\b)[\s\S]*$/i,
];
// Whose turn it is, in the ways of Granite and Mistral, where a text begins and ends, and what a tokenizer could not write.
const turn =
  /<\|start_of_role\|>[^<]*<\|end_of_role\|>|<\|im_start\|>\s*assistant|<\/?s>|<unk>|\[(?:\/?INST|BEGIN_AUDIO|AUDIO|TRANSCRIBE)\]/g;

/**
 * Models of several families write signs of their own between the words, which servers may leave in: `<|en|><|NEUTRAL|>`,
 * `<|0.00|>`, `language English<asr_text>`. Nobody said them; of a language they tell the answer's. A text that has nothing else
 * stays, for it says what was heard instead of speech.
 */
export function withoutControlTokens(raw: RawAnswer): RawAnswer {
  const all = [raw.text, ...raw.parts.map(({ text }) => text)];
  if (!all.some((text) => /[<[]/.test(text))) return raw;
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
  const said = thoughts.reduce((left, thought) => left.replace(thought, ''), text);
  const plain = said.replace(head, '').replace(turn, ' ').replace(token, ' ').replace(/ {2,}/g, ' ').trim();
  return plain === '' && !head.test(text) ? said : plain;
}

function languageIn(text: string): string | null {
  const told = head.exec(text)?.[1];
  if (told !== undefined) return told.toLowerCase() === 'none' ? null : told;
  const codes = Array.from(text.matchAll(token), ([, name = '']) => name);
  return codes.find((code) => /^([a-z]{2}|haw|yue)$/.test(code)) ?? null;
}
