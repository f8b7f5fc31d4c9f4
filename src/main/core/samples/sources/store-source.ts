import { stat, statfs } from 'node:fs/promises';
import type { Clock } from '../../ports/ports.ts';
import type { SampleSource } from '../sampler.ts';
import type { Timings } from './timings.ts';

// A disk may keep a question waiting, so it is asked in another thread, which costs as much as all else: not by the second.
const askEveryMs = 10_000;

/** The event store: how long commits take, its files, and what the disk has left. */
export function createStoreSource(options: {
  databasePath: string;
  clock: Pick<Clock, 'monotonicMs'>;
  commits: Timings;
  /** For how long the commit that is under way has been. */
  waitingMs: () => number;
}): SampleSource {
  const { databasePath, clock, commits } = options;
  let kept: { atMs: number; figures: Record<string, number> } | null = null;

  async function askDisk(): Promise<Record<string, number>> {
    const [file, log, disk] = await Promise.all([
      stat(databasePath),
      stat(`${databasePath}-wal`).catch(() => null),
      statfs(databasePath),
    ]);
    return {
      'store.fileBytes': file.size,
      'store.walBytes': log?.size ?? 0,
      'disk.freeBytes': disk.bavail * disk.bsize,
      'disk.totalBytes': disk.blocks * disk.bsize,
    };
  }

  return {
    name: 'store',
    async read() {
      const nowMs = clock.monotonicMs();
      if (kept === null || nowMs - kept.atMs >= askEveryMs) kept = { atMs: nowMs, figures: await askDisk() };
      const figures: Record<string, number> = { ...kept.figures, 'store.commitWaitMs': options.waitingMs() };
      const [p50, p99] = [commits.quantile(0.5), commits.quantile(0.99)];
      if (p50 !== null && p99 !== null) {
        figures['store.writeP50Ms'] = p50;
        figures['store.writeP99MaxMs'] = p99;
      }
      return figures;
    },
  };
}
