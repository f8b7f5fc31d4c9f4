import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';

/** What a thread of ours can be asked. */
export type MeasuredThread = {
  measure(): Promise<{ heapUsedBytes: number | null; utilisation: number }>;
  /** Resolves when the thread has done what it was asked before, and came to this. */
  answer(): Promise<void>;
};

// A step of an analysis takes 20 ms; a question that is answered later than this is waited for by the next measurement.
const patienceMs = 500;

/**
 * The threads inside our process. Their heaps are part of its memory. One that does not answer is told by how long it has
 * not (`silentMs`), and holds up no measurement.
 */
export function createThreadSource(
  threads: Readonly<Record<string, MeasuredThread>>,
  clock: Pick<Clock, 'after' | 'monotonicMs'>,
): SampleSource {
  const askedMs = new Map<string, number>();

  async function measure(name: string, thread: MeasuredThread): Promise<Record<string, number>> {
    if (!askedMs.has(name)) {
      askedMs.set(name, clock.monotonicMs());
      const forget = (): void => void askedMs.delete(name);
      // One that has ended is started anew, and that is told elsewhere.
      thread.answer().then(forget, forget);
    }
    const figures = await within(clock, thread.measure());
    const since = askedMs.get(name);
    const silentMs = since === undefined ? 0 : clock.monotonicMs() - since;
    return {
      ...(figures !== null && {
        ...(figures.heapUsedBytes !== null && { [`thread.${name}.heapUsedBytes`]: figures.heapUsedBytes }),
        [`thread.${name}.utilisation`]: figures.utilisation,
      }),
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
