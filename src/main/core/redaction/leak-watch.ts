import { createAutomaton } from './automaton.ts';
import { formsOf } from './encodings.ts';

/** A value that must not be in what leaves, and what is said when it is. */
export type Watched = { value: string; rule: string };

/** Looks for values, in all their forms, in what is about to leave. */
export type LeakWatch = {
  /** A look at one stream from its beginning; each piece answers the rule that let something through, or `null`. */
  stream(): (piece: string) => string | null;
};

export function createLeakWatch(watched: readonly Watched[]): LeakWatch {
  const needles = watched.flatMap(({ value, rule }) => formsOf(value).map((form) => ({ form, rule })));
  const automaton = createAutomaton(needles.map(({ form }) => form));
  return {
    stream() {
      const watch = automaton.watch();
      return (piece) => {
        const found = watch.push(piece);
        return found === null ? null : (needles[found]?.rule ?? 'unknown');
      };
    },
  };
}
