import { hash } from 'node:crypto';

// Longer texts would fill the memory with what is forgotten a moment later.
const longestKey = 256;

/** Texts of any length as keys of a bounded one; different texts never share one. */
export function shortKey(text: string): string {
  return text.length <= longestKey ? text : hash('sha256', text, 'base64');
}
