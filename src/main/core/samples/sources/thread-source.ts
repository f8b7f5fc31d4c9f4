import type { SampleSource } from '../sampler.ts';

/** What a thread of ours can be asked. */
export type MeasuredThread = {
  measure(): Promise<{ heapUsedBytes: number | null; utilisation: number }>;
};

/** The threads inside our process. Their heaps are part of its memory. */
export function createThreadSource(threads: Readonly<Record<string, MeasuredThread>>): SampleSource {
  return {
    name: 'threads',
    async read() {
      const parts = await Promise.all(
        Object.entries(threads).map(async ([name, thread]) => {
          const { heapUsedBytes, utilisation } = await thread.measure();
          return {
            ...(heapUsedBytes !== null && { [`thread.${name}.heapUsedBytes`]: heapUsedBytes }),
            [`thread.${name}.utilisation`]: utilisation,
          };
        }),
      );
      return Object.assign({}, ...parts) as Record<string, number>;
    },
  };
}
