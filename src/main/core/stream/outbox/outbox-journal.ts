import type { Clock } from '../../ports/ports.ts';
import type { ChunkChange, OutboxKey } from './outbox-store.ts';

export type SaveChunks = (key: OutboxKey, changes: readonly ChunkChange[]) => Promise<void>;

/** Writes what happens to chunks into the database, in order, together what comes while a write is under way. */
export type OutboxJournal = {
  add(change: ChunkChange): void;
  /** One more try for what could not be written; resolves in any case. */
  close(): Promise<void>;
};

const retryMs = 1_000;

export function createOutboxJournal(options: {
  key: OutboxKey;
  saveChunks: SaveChunks;
  clock: Clock;
  onProblem: (error: unknown) => void;
}): OutboxJournal {
  const { key, saveChunks, clock, onProblem } = options;
  let waiting: ChunkChange[] = [];
  let writing: Promise<void> | null = null;
  let cancelRetry: (() => void) | null = null;

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await saveChunks(key, batch);
      } catch (error) {
        waiting = [...batch, ...waiting];
        throw error;
      }
    }
  }

  function write(): Promise<void> {
    cancelRetry?.();
    cancelRetry = null;
    writing ??= writeAll()
      .catch((error: unknown) => {
        onProblem(error);
        cancelRetry = clock.after(retryMs, () => void write());
      })
      .finally(() => {
        writing = null;
        if (waiting.length > 0 && cancelRetry === null) void write();
      });
    return writing;
  }

  return {
    add(change) {
      waiting.push(change);
      if (writing === null && cancelRetry === null) void write();
    },
    async close() {
      await write();
      if (waiting.length > 0) await write();
      cancelRetry?.();
      cancelRetry = null;
    },
  };
}
