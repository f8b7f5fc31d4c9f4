import type { Erasure } from '../../../../shared/events/erasure.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** Whether a deletion has left anything on the disk, in a sentence or two. */
export function erasureText({ isGone, reason, removedCopies }: Erasure): string {
  const copies =
    removedCopies.length === 0 ? '' : ` ${say('cli.copies-deleted', { copies: removedCopies.join(', ') })}`;
  const state = isGone ? say('cli.erased') : (reason ?? '');
  return `${state}${copies}`;
}
