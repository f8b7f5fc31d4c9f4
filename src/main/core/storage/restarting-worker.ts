import type { AppError } from '../../../shared/errors.ts';
import { isDamage, type Salvage } from './damage.ts';
import {
  startDatabaseWorker,
  storesOf,
  type DatabaseWorker,
  type PromisifiedStores,
} from './worker-client.ts';

// A thread that dies more often than this within a minute dies of something that starting it again does not fix.
const mostRestarts = 5;
const forgetAfterMs = 60_000;

export type RestartingWorker<S> = {
  stores: PromisifiedStores<S>;
  /** Ends the thread and starts another; what was asked meanwhile is asked of the new one. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  /** Of the thread that runs now, as `DatabaseWorker` has them. */
  utilisation(): Promise<number>;
  heapUsedBytes(): Promise<number | null>;
  stop(): Promise<void>;
};

/**
 * A database worker that is started again when its thread dies. Calls that the death cut off are made once more,
 * so what they do must bear being done twice. `onDeath` hears of every death.
 * @throws AppError `storage-failed` when the first start fails
 */
export async function startRestartingWorker<S extends object>(
  entry: URL,
  options: {
    databasePath: string;
    readonly: boolean;
    /** What is done to arguments before they go to the thread. */
    prepare?: (args: readonly unknown[]) => readonly unknown[];
    onDeath: (problem: AppError) => void;
    /** Resolves when the database is whole again; the call that found the damage is then made once more. */
    onDamage?: () => Promise<void>;
    /** Hears that a damaged database was replaced when it was opened. */
    onSalvage?: (salvaged: Salvage) => void;
  },
): Promise<RestartingWorker<S>> {
  const { databasePath, readonly, onDeath, onDamage, onSalvage } = options;
  let stopped = false;
  let deaths: number[] = [];

  async function start(): Promise<DatabaseWorker<S>> {
    const worker = await startDatabaseWorker<S>(entry, { databasePath, readonly, onExit });
    if (worker.salvaged !== null) onSalvage?.(worker.salvaged);
    return worker;
  }

  function onExit(problem: AppError): void {
    if (stopped) return;
    onDeath(problem);
    const nowMs = performance.now();
    deaths = [...deaths.filter((atMs) => nowMs - atMs < forgetAfterMs), nowMs];
    if (deaths.length > mostRestarts) return;
    current = start();
    // Whoever calls next is told; nobody else waits for it.
    current.catch(onDeath);
  }

  let current = start();
  const { names } = await current;

  async function call(store: string, name: string, given: readonly unknown[]): Promise<unknown> {
    const args = options.prepare?.(given) ?? given;
    const worker = await current;
    try {
      return await worker.call(store, name, args);
    } catch (error) {
      if (!stopped && onDamage !== undefined && isDamage(error)) await onDamage();
      if (stopped || !worker.hasEnded()) throw error;
      return (await current).call(store, name, args);
    }
  }

  return {
    stores: storesOf<S>(names, call),
    async restart(meanwhile) {
      const worker = await current;
      current = (async () => {
        await worker.terminate();
        await meanwhile?.();
        return start();
      })();
      await current;
    },
    utilisation: async () => (await current).utilisation(),
    heapUsedBytes: async () => (await current).heapUsedBytes(),
    async stop() {
      stopped = true;
      await (await current).stop();
    },
  };
}
