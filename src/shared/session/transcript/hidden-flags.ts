/** Flags of words that were probably never said. They are kept, and shown only on request. */
export const hiddenFlags = [
  'no-speech',
  'repetition',
  'low-confidence',
  'known-phrase',
  'marker',
  'prompt-echo',
] as const;

export function isHidden(line: { flags: readonly string[] }): boolean {
  return line.flags.some((flag) => (hiddenFlags as readonly string[]).includes(flag));
}
