const grouped = new Intl.NumberFormat('en-US');
// The words here are English; another language counts by its own rules in its own words.
const rules = new Intl.PluralRules('en-US');

/** `one` or `several`, by the rules of the language: the verb, or the noun, of so many. */
export function pluralOf(count: number, one: string, several = `${one}s`): string {
  return rules.select(count) === 'one' ? one : several;
}

/** `1 chunk`, `2 chunks`, `1,234 chunks`. `several` where an s is not enough. */
export function counted(count: number, one: string, several?: string): string {
  return `${grouped.format(count)} ${pluralOf(count, one, several)}`;
}

/** The same of a count that is written out already. */
export function withNoun(n: string, one: string, several?: string): string {
  return `${n} ${pluralOf(Number(n.replaceAll(',', '')), one, several)}`;
}
