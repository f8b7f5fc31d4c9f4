import { stat, statfs } from 'node:fs/promises';
import type { SampleSource } from '../sampler.ts';
import type { Timings } from './timings.ts';

/** The event store: how long commits take, its files, and what the disk has left. */
export function createStoreSource(
  databasePath: string,
  commits: Timings,
  /** For how long the commit that is under way has been. */
  waitingMs: () => number,
): SampleSource {
  return {
    name: 'store',
    async read() {
      const [file, log, disk] = await Promise.all([
        stat(databasePath),
        stat(`${databasePath}-wal`).catch(() => null),
        statfs(databasePath),
      ]);
      const figures: Record<string, number> = {
        'store.fileBytes': file.size,
        'store.walBytes': log?.size ?? 0,
        'store.commitWaitMs': waitingMs(),
        'disk.freeBytes': disk.bavail * disk.bsize,
        'disk.totalBytes': disk.blocks * disk.bsize,
      };
      const [p50, p99] = [commits.quantile(0.5), commits.quantile(0.99)];
      if (p50 !== null && p99 !== null) {
        figures['store.writeP50Ms'] = p50;
        figures['store.writeP99MaxMs'] = p99;
      }
      return figures;
    },
  };
}
