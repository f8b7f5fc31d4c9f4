const moment = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;

/** A text with its times in UTC, as files have them, written by `show` for the person who reads it. */
export function withTimes(text: string, show: (atMs: number) => string): string {
  return text.replace(moment, (told) => show(Date.parse(told)));
}
