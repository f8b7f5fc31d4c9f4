import type { AppError } from '../../../shared/errors.ts';
import { startDatabaseWorker, type DatabaseWorker, type Promisified } from './worker-client.ts';

// A thread that dies more often than this within a minute dies of something that starting it again does not mend.
const mostRestarts = 5;
const forgetAfterMs = 60_000;

/**
 * A database worker that is started again when its thread dies. Calls that the death cut off are made once more,
 * so what they do must bear being done twice. `onDeath` hears of every death.
 * @throws AppError `storage-failed` when the first start fails
 */
export async function startRestartingWorker<F extends object>(
  entry: URL,
  options: { databasePath: string; readonly: boolean; onDeath: (problem: AppError) => void },
): Promise<{ functions: Promisified<F>; stop(): Promise<void> }> {
  const { databasePath, readonly, onDeath } = options;
  let stopped = false;
  let deaths: number[] = [];

  function start(): Promise<DatabaseWorker<F>> {
    return startDatabaseWorker<F>(entry, { databasePath, readonly, onExit });
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
      if (stopped || !worker.hasEnded()) throw error;
      return callOf(await current, name)(...args);
    }
  }

  return {
    functions: Object.fromEntries(
      names.map((name) => [name, (...args: unknown[]) => call(name, args)]),
    ) as Promisified<F>,
    async stop() {
      stopped = true;
      await (await current).stop();
    },
  };
}

function callOf<F>(worker: DatabaseWorker<F>, name: keyof F): (...args: unknown[]) => Promise<unknown> {
  return worker.functions[name];
}
