import { availableParallelism } from 'node:os';
import { slowness } from './limits.ts';

/** Set by `npm run test:long`: everything as often and as long as it was ever promised. */
export const isLongRun = process.env.SCRUMBOT_TEST_LONG === '1';

/** How often, or how long: `full` in the long run, otherwise what fits this machine, `usual` on one that is fast. */
export function fitted({ full, usual, least }: { full: number; usual: number; least: number }): number {
  return isLongRun ? full : Math.max(least, Math.round(usual / slowness));
}

/** How many things to do at a time: one a core, as this process may use them, and no more than two. */
export const lanes = Math.min(2, availableParallelism());
