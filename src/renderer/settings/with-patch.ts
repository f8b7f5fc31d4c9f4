import { isRecord } from '../../shared/is-record.ts';

/** What a change makes of a whole, as the core does: a part that it names is replaced, of a group only what it has. */
export function withPatch<T extends object>(whole: T, patch: object): T {
  const changed = Object.entries(patch)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]: [string, unknown]) => {
      const before = (whole as Record<string, unknown>)[name];
      return [name, isRecord(before) && isRecord(value) ? { ...before, ...value } : value] as const;
    });
  return { ...whole, ...Object.fromEntries(changed) };
}
