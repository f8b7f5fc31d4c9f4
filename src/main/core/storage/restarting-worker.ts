import type { AppError } from '../../../shared/errors.ts';
import { isDamage } from '../database/damage.ts';
import type { Salvage } from '../database/salvage.ts';
import { startDatabaseWorker, type DatabaseWorker, type Promisified } from './worker-client.ts';

// A thread that dies more often than this within a minute dies of something that starting it again does not mend.
const mostRestarts = 5;
const forgetAfterMs = 60_000;

export type RestartingWorker<F> = {
  functions: Promisified<F>;
  /** Ends the thread and starts another; what was asked meanwhile is asked of the new one. */
  restart(meanwhile?: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A database worker that is started again when its thread dies. Calls that the death cut off are made once more,
 * so what they do must bear being done twice. `onDeath` hears of every death.
 * @throws AppError `storage-failed` when the first start fails
 */
export async function startRestartingWorker<F extends object>(
  entry: URL,
  options: {
    databasePath: string;
    readonly: boolean;
    onDeath: (problem: AppError) => void;
    /** Resolves when the database is whole again; the call that found the damage is then made once more. */
    onDamage?: () => Promise<void>;
    /** Hears that a damaged database was replaced when it was opened. */
    onSalvage?: (salvaged: Salvage) => void;
  },
): Promise<RestartingWorker<F>> {
  const { databasePath, readonly, onDeath, onDamage, onSalvage } = options;
  let stopped = false;
  let deaths: number[] = [];

  async function start(): Promise<DatabaseWorker<F>> {
    const worker = await startDatabaseWorker<F>(entry, { databasePath, readonly, onExit });
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
  const names = Object.keys((await current).functions) as (keyof F)[];

  async function call(name: keyof F, args: unknown[]): Promise<unknown> {
    const worker = await current;
    try {
      return await callOf(worker, name)(...args);
    } catch (error) {
      if (!stopped && onDamage !== undefined && isDamage(error)) await onDamage();
      if (stopped || !worker.hasEnded()) throw error;
      return callOf(await current, name)(...args);
    }
  }

  return {
    functions: Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => call(name, args)]),
    ) as Promisified<F>,
    async restart(meanwhile) {
      const worker = await current;
      current = (async () => {
        await worker.terminate();
        await meanwhile?.();
        return start();
      })();
      await current;
    },
    async stop() {
      stopped = true;
      await (await current).stop();
    },
  };
}

function callOf<F>(worker: DatabaseWorker<F>, name: keyof F): (...args: unknown[]) => Promise<unknown> {
  return worker.functions[name];
}
