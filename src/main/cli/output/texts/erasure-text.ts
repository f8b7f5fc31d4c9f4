import type { Erasure } from '../../../../shared/events/erasure.ts';

/** Whether a deletion has left anything on the disk, in a sentence or two. */
export function erasureText({ isGone, reason, removedCopies }: Erasure): string {
  const copies =
    removedCopies.length === 0 ? '' : ` Copies that held it are deleted too: ${removedCopies.join(', ')}.`;
  const state = isGone ? 'Nothing of it is found in the database or its log any more.' : (reason ?? '');
  return `${state}${copies}`;
}
