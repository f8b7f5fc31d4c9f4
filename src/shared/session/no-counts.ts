import type { ByteCounts, ChunkCounts } from './session.ts';

/** Nothing has been captured yet. */
export const noChunks: Readonly<ChunkCounts> = {
  captured: 0,
  silent: 0,
  sent: 0,
  delivered: 0,
  unconfirmed: 0,
  retried: 0,
  pending: 0,
};

/** Nothing has been sent or received yet. */
export const noBytes: Readonly<ByteCounts> = { out: 0, in: 0, plainOut: 0 };
