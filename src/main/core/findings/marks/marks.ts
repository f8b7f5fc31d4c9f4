import type { EventMarks, MarkProgress } from '../../../../shared/events/causes.ts';
import type { Clock } from '../../ports/ports.ts';
import type { Promisified } from '../../storage/storage.ts';
import type { MarkReads, MarkWrites } from './mark-store.ts';
import type { MarkChange } from './marker.ts';

/** What the analysis says of single events. It is stored, and goes on with each event where it was left. */
export type Marks = {
  /** Resolves when every event that was stored at the call is marked; nobody waits in the background. */
  markAll(): Promise<void>;
  /** Events were stored: they are marked soon, at leisure. */
  soon(): void;
  /** How far the marks reach. What is missing is begun with; a little of it is waited for. */
  progress(): Promise<MarkProgress>;
  of(seqs: readonly number[]): Promise<EventMarks[]>;
  stop(): Promise<void>;
};

/**
 * Goes up with every change of the rules that changes what is said of an event: everything stored is then judged again.
 * A test holds it to what the rules say of a stream of all kinds.
 */
export const rulesVersion = 1;

// A commit keeps the recorder's waiting, and at most one of these is before it: so few rows take 5 ms of the writer.
const mostChanges = 500;
const mostEvents = 20_000;
// So few are judged faster than somebody could read that they are not.
const fewEvents = 2_000;
// What the rules remember of so many takes memory that those of one meeting do not need.
const manyEvents = 50_000;
const soonMs = 1_000;
// In the background a third of a core, and a page's question finds the thread at rest.
const restMs = 40;
const otherAtWorkMs = 300;

export function createMarks(options: {
  clock: Clock;
  reads: Promisified<MarkReads>;
  writes: Promisified<MarkWrites>;
  onProblem: (error: unknown) => void;
}): Marks {
  const { clock, reads, writes } = options;
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  let isStopped = false;
  let cancelSoon: (() => void) | undefined;
  let wake: (() => void) | undefined;

  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.after(ms, resolve);
      wake = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Where the stored marks end, made by the rules of today. */
  async function markedSeq(): Promise<number> {
    const stored = await reads.markProgress();
    if (stored.rulesVersion === rulesVersion) return stored.markedSeq;
    while (!isStopped && !(await writes.beginMarks({ rulesVersion, limit: mostChanges })));
    return 0;
  }

  async function run(): Promise<void> {
    const goal = (await reads.markProgress()).lastSeq;
    let before = -1;
    while (!isStopped) {
      const from = await markedSeq();
      if (from >= goal) return;
      // Another process that gets on with it is left to it.
      if (from > before && before >= 0) {
        before = from;
        await rest(otherAtWorkMs);
        continue;
      }
      before = from;
      if (await runFrom(from, goal)) {
        if (goal - from > manyEvents) await reads.forget();
        return;
      }
      await rest(otherAtWorkMs);
    }
  }

  /** False when another process has stored some of it first. */
  async function runFrom(from: number, goal: number): Promise<boolean> {
    let stored = from;
    let reached = from;
    let changes: MarkChange[] = [];
    while (!isStopped && stored < goal) {
      const step = await reads.step(reached);
      changes = changes.concat(step.changes);
      reached = step.reachedSeq;
      if (changes.length >= mostChanges || reached - stored >= mostEvents || reached >= goal) {
        if (!(await writes.storeMarks({ rulesVersion, fromSeq: stored, toSeq: reached, changes })))
          return false;
        stored = reached;
        changes = [];
      }
      if (waiting === 0 && stored < goal) await rest(restMs);
    }
    return true;
  }

  /** One after another: a run that is nearly over may have passed what was stored meanwhile. */
  function queue(): Promise<void> {
    last = last.catch(() => undefined).then(run);
    return last;
  }

  async function markAll(): Promise<void> {
    waiting += 1;
    wake?.();
    try {
      await queue();
    } finally {
      waiting -= 1;
    }
  }

  function soon(): void {
    if (isStopped) return;
    cancelSoon ??= clock.after(soonMs, () => {
      cancelSoon = undefined;
      queue().catch(options.onProblem);
    });
  }

  async function progress(): Promise<MarkProgress> {
    const found = await look();
    if (found.markedSeq >= found.lastSeq) return found;
    const marking = markAll();
    if (found.lastSeq - found.markedSeq > fewEvents) {
      marking.catch(options.onProblem);
      return found;
    }
    await marking;
    return look();
  }

  async function look(): Promise<MarkProgress> {
    const { rulesVersion: version, markedSeq: seq, firstSeq, lastSeq } = await reads.markProgress();
    return { markedSeq: version === rulesVersion ? seq : 0, firstSeq, lastSeq };
  }

  return {
    markAll,
    soon,
    progress,
    async of(seqs) {
      const { markedSeq: reached } = await progress();
      if (seqs.some((seq) => seq > reached)) await markAll();
      return reads.of(seqs);
    },
    async stop() {
      isStopped = true;
      cancelSoon?.();
      wake?.();
      await last.catch(() => undefined);
    },
  };
}
