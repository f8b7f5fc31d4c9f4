import type { Figure } from './bench.ts';

/** Bytes on the socket, of those of a plain client, on the real meeting. docs/performance.md says more of it. */
export const trafficGoal: Pick<Figure, 'limit' | 'knownMiss'> = {
  limit: { atMost: 0.45 },
  knownMiss: {
    butStill: { atMost: 0.495 },
    why: 'Most pauses of that meeting are shorter than 2 s, and 600 ms of each are kept so that no word is cut.',
  },
};
