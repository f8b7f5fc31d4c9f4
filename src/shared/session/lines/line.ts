import type { Action } from '../../words/actions.ts';
import { asTold, sayIt, type Sentence } from '../../words/words.ts';
import type { StatusLine } from '../status.ts';

/** A status line before it has words. */
export type Line = {
  level: StatusLine['level'];
  headline: Sentence;
  reason: readonly Sentence[];
  next: Sentence | null;
  action?: Action | null;
};

export function inWords({ level, headline, reason, next, action = null }: Line): StatusLine {
  return {
    level,
    headline: sayIt(headline),
    reason: reason.map((one) => sayIt(one)).join(' '),
    next: next === null ? null : sayIt(next),
    said: { headline, reason: [...reason], next },
    action,
  };
}

/** What has no codes stands as it was told. */
export function lineOf({ level, headline, reason, next, said, action = null }: StatusLine): Line {
  const told = {
    headline: asTold(headline),
    reason: [asTold(reason)],
    next: next === null ? null : asTold(next),
  };
  return { level, ...(said ?? told), action };
}
