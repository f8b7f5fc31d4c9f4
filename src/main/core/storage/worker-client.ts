import { createBirpc } from 'birpc';
import { Worker } from 'node:worker_threads';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { damageFound, type Salvage } from './damage.ts';
import type { OpenedDatabase, WorkerAnswer, WorkerCalls } from './worker-protocol.ts';
import { sentence } from '../../../shared/words/all-words.ts';

// What a query makes lives shortly. V8 would let that grow to 48 MB in each thread before it clears it away.
const maxYoungGenerationSizeMb = 6;

/** The same functions, called from another thread. */
export type Promisified<F> = {
  [K in keyof F]: F[K] extends (...args: infer A) => infer R ? (...args: A) => Promise<Awaited<R>> : never;
};

/** Stores by their names, called from another thread. */
export type PromisifiedStores<S> = { [N in keyof S]: Promisified<S[N]> };

type CallByName = (store: string, name: string, args: readonly unknown[]) => Promise<unknown>;

/** A function for each name in each store; `call` is what they all do. */
export function storesOf<S>(
  names: Readonly<Record<string, readonly string[]>>,
  call: CallByName,
): PromisifiedStores<S> {
  const functionsOf = (store: string, all: readonly string[]) =>
    all.map((name) => [name, (...args: unknown[]) => call(store, name, args)] as const);
  return Object.fromEntries(
    Object.entries(names).map(([store, all]) => [store, Object.fromEntries(functionsOf(store, all))]),
  ) as PromisifiedStores<S>;
}

export type DatabaseWorker<S> = {
  /** They reject with AppError: the worker's own, or `storage-failed` when the worker has ended. */
  stores: PromisifiedStores<S>;
  /** What there is in `stores`, and how to call it by its name. */
  names: Readonly<Record<string, readonly string[]>>;
  call: CallByName;
  /** Set when the database was damaged and a new one was started. */
  salvaged: Salvage | null;
  /** True once the thread is gone, asked to or not. */
  hasEnded(): boolean;
  /** Closes the database after the calls that were made before, and ends the thread. */
  stop(): Promise<void>;
  /** The share of time that the thread was busy since the last call; told also while it hangs. */
  utilisation(): number;
  /** What V8's heap of the thread holds, in bytes; resolves when it has done what it was asked before. `null` once it has ended. */
  heapUsedBytes(): Promise<number | null>;
  /** Ends the thread without waiting for what it does. */
  terminate(): Promise<void>;
};

/**
 * Starts a worker thread that owns one database connection; `entry` is a module that calls `serveDatabase`.
 * Resolves when the database is open and, unless `readonly`, migrated. `onExit` hears of an end that nobody
 * asked for.
 * @throws AppError `storage-failed`
 */
export async function startDatabaseWorker<S extends object>(
  entry: URL,
  options: { databasePath: string; readonly: boolean; onExit?: (problem: AppError) => void },
): Promise<DatabaseWorker<S>> {
  const { databasePath, readonly, onExit } = options;
  const worker = new Worker(entry, { resourceLimits: { maxYoungGenerationSizeMb } });
  let phase: 'opening' | 'open' | 'stopping' = 'opening';
  let crash: unknown;

  const rpc = createBirpc<WorkerCalls>(
    {},
    {
      post: (message) => worker.postMessage(message),
      on: (onMessage) => worker.on('message', onMessage),
      // The worker answers or ends. Giving up on a slow disk would make callers store the same rows twice.
      timeout: -1,
    },
  );

  worker.on('error', (error) => {
    crash = error;
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      const problem = endedError(databasePath, crash);
      rpc.$close(problem);
      if (phase === 'open') onExit?.(problem);
      resolve();
    });
  });

  const call: CallByName = async (store, name, args) => {
    if (rpc.$closed) throw endedError(databasePath, crash);
    return valueOf(await rpc.call(store, name, args));
  };

  let before = worker.performance.eventLoopUtilization();
  function utilisation(): number {
    const now = worker.performance.eventLoopUtilization();
    const since = worker.performance.eventLoopUtilization(now, before);
    before = now;
    return since.utilization;
  }

  let stopped: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    phase = 'stopping';
    if (rpc.$closed) return;
    const closed = await rpc.close();
    if (!closed.ok) await worker.terminate();
    await ended;
    valueOf(closed);
  };

  try {
    const { names, salvaged } = valueOf(await rpc.open({ databasePath, readonly })) as OpenedDatabase;
    phase = 'open';
    return {
      stores: storesOf<S>(names, call),
      names,
      call,
      salvaged,
      hasEnded: () => rpc.$closed,
      stop: () => (stopped ??= stop()),
      utilisation,
      heapUsedBytes: async () => (rpc.$closed ? null : (valueOf(await rpc.alive()) as number)),
      async terminate() {
        phase = 'stopping';
        await worker.terminate();
        await ended;
      },
    };
  } catch (error) {
    await worker.terminate();
    throw error;
  }
}

function valueOf(answer: WorkerAnswer): unknown {
  if (answer.ok) return answer.value;
  const cause = answer.isDamage ? damageFound(answer.message) : new Error(answer.message);
  if (answer.stack !== undefined) cause.stack = answer.stack;
  throw new AppError(answer.code, answer.message, { said: answer.said, cause });
}

function endedError(databasePath: string, crash: unknown): AppError {
  const why = crash === undefined ? '' : messageOf(crash);
  return new AppError('storage-failed', sentence('storage.thread-ended', { path: databasePath, why }), {
    cause: crash,
  });
}
