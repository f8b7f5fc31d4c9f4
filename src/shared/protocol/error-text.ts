import { isRecord } from '../is-record.ts';

/** The words of an ERROR, wherever a server puts them; `null` for one without words. They come from outside. */
export function errorText(message: Readonly<Record<string, unknown>>): string | null {
  const places = [message, message.error, message.detail, message.data].filter(isRecord);
  for (const place of places) {
    for (const words of [place.error, place.message, place.detail]) {
      if (typeof words === 'string' && words.trim() !== '') return words;
    }
  }
  return null;
}
