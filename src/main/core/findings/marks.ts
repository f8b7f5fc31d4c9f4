import type { EventMarks } from '../../../shared/events/causes.ts';
import type { Promisified } from '../storage/storage.ts';
import type { MarkReads } from './mark-store.ts';

/** What the analysis says of single events. The first question after a start takes as long as an analysis of all. */
export type Marks = {
  /** Resolves when every event that was stored at the call is marked. */
  markAll(): Promise<void>;
  of(seqs: readonly number[]): Promise<EventMarks[]>;
};

export function createMarks(reads: Promisified<MarkReads>): Marks {
  let last: Promise<void> = Promise.resolve();

  async function run(): Promise<void> {
    let step = reads.step();
    for (;;) {
      // Asked for before this one is over, so that the thread does not wait for us. The last one finds nothing to do.
      const next = reads.step();
      next.catch(() => undefined);
      const { isOver } = await step;
      if (isOver) return;
      step = next;
    }
  }

  /** One after another: a run that is nearly over may have passed what was stored meanwhile. */
  function markAll(): Promise<void> {
    last = last.catch(() => undefined).then(run);
    return last;
  }

  return {
    markAll,
    async of(seqs) {
      await markAll();
      return reads.of(seqs);
    },
  };
}
