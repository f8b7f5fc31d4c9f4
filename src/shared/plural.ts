const grouped = new Intl.NumberFormat('en-US');

/** `1 chunk`, `2 chunks`, `1,234 chunks`. `several` where an s is not enough. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${grouped.format(count)} ${count === 1 ? one : several}`;
}

/** The same of a count that is written out already. */
export function withNoun(n: string, one: string, several = `${one}s`): string {
  return `${n} ${n === '1' ? one : several}`;
}
