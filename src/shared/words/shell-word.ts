/**
 * A word of a command that people copy: as it is, or in single quotes, within which a shell (and PowerShell) expands nothing.
 */
export function shellWord(text: string): string {
  return /^[\w./:@+-][\w./:@+=,-]*$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
