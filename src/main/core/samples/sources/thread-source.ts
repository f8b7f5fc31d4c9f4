import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';

/** What a thread of ours can be asked. */
export type MeasuredThread = {
  /** The share of time that it was busy since the last call. */
  utilisation(): number | Promise<number>;
  /** Resolves when the thread has done what it was asked before, and came to this. `null` where it cannot be told. */
  heapUsedBytes(): Promise<number | null>;
};

// A step of an analysis takes 20 ms; a question that is answered later than this is waited for by the next measurement.
const patienceMs = 500;
// To be asked wakes a thread that has nothing else to do, which costs both sides more than all else of a measurement.
const askEveryMs = 5_000;

/**
 * The threads inside our process. Their heaps are part of its memory. One that does not answer is told by how long it has
 * not (`silentMs`), and holds up no measurement.
 */
export function createThreadSource(
  threads: Readonly<Record<string, MeasuredThread>>,
  clock: Pick<Clock, 'after' | 'monotonicMs'>,
): SampleSource {
  const asked = new Map<string, { atMs: number; answer: Promise<number | null> }>();
  const known = new Map<string, { atMs: number; heapUsedBytes: number | null }>();

  /** The one question that is open, or a new one. */
  function ask(name: string, thread: MeasuredThread): { atMs: number; answer: Promise<number | null> } {
    const open = asked.get(name);
    if (open !== undefined) return open;
    const forget = (): void => void asked.delete(name);
    // One that has ended is started anew, and that is told elsewhere.
    const answer = thread.heapUsedBytes().catch(() => null);
    const question = { atMs: clock.monotonicMs(), answer };
    asked.set(name, question);
    void answer.then((heapUsedBytes) => known.set(name, { atMs: question.atMs, heapUsedBytes })).then(forget);
    return question;
  }

  async function measure(name: string, thread: MeasuredThread): Promise<Record<string, number>> {
    const nowMs = clock.monotonicMs();
    const last = known.get(name);
    const isRecent = !asked.has(name) && last !== undefined && nowMs - last.atMs < askEveryMs;
    const { atMs, answer } = isRecent ? { atMs: nowMs, answer: null } : ask(name, thread);
    const heapUsedBytes = answer === null ? (last?.heapUsedBytes ?? null) : await within(clock, answer);
    const utilisation = await within(clock, Promise.resolve(thread.utilisation()));
    const silentMs = asked.has(name) ? clock.monotonicMs() - atMs : 0;
    return {
      ...(heapUsedBytes !== null && { [`thread.${name}.heapUsedBytes`]: heapUsedBytes }),
      ...(utilisation !== null && { [`thread.${name}.utilisation`]: utilisation }),
      ...(silentMs > patienceMs && { [`thread.${name}.silentMs`]: silentMs }),
    };
  }

  return {
    name: 'threads',
    async read() {
      const parts = await Promise.all(Object.entries(threads).map(([name, thread]) => measure(name, thread)));
      return Object.assign({}, ...parts) as Record<string, number>;
    },
  };
}

/** `null` where it takes longer than we wait. */
function within<T>(clock: Pick<Clock, 'after'>, work: Promise<T>): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(patienceMs, () => resolve(null));
    work.then(resolve, reject).finally(cancel);
  });
}
