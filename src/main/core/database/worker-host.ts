import type { Database } from 'better-sqlite3';
import { createBirpc } from 'birpc';
import { getHeapStatistics } from 'node:v8';
import type { MessagePort } from 'node:worker_threads';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { askForCheck } from './check-database.ts';
import { openDatabase, requireFullSync } from './open-database.ts';
import {
  markOpen,
  unmarkOpen,
  isDamage,
  type OpenedDatabase,
  type WorkerAnswer,
  type WorkerCalls,
} from '../storage/storage.ts';
import { openOrSalvage } from './open-or-salvage.ts';
import { toStorageError } from './storage-error.ts';
import { sentence } from '../../../shared/words/all-words.ts';

type DatabaseFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;
/** By the names of the stores. */
type Stores = Readonly<Record<string, DatabaseFunctions>>;

/**
 * The inside of a database worker: opens the database when asked to, then answers calls one after another,
 * in the order in which they came.
 */
export function serveDatabase(port: MessagePort, createStores: (db: Database) => Stores): void {
  let opened: { db: Database; stores: Stores; path: string } | undefined;

  const calls: WorkerCalls = {
    open: ({ databasePath, readonly }) =>
      answer(databasePath, () => {
        const { db, salvaged } = readonly
          ? { db: openDatabase(databasePath, { readonly }), salvaged: null }
          : openOrSalvage(databasePath);
        if (!readonly) {
          requireFullSync(db);
          markOpen(databasePath);
        }
        opened = { db, stores: createStores(db), path: databasePath };
        return { names: namesIn(opened.stores), salvaged } satisfies OpenedDatabase;
      }),
    call: (store, name, args) =>
      answer(opened?.path ?? '', () => {
        const run = functionOf(opened?.stores ?? {}, store, name);
        if (run === null) throw new AppError('internal', sentence('storage.no-function', { store, name }));
        return run(...(args as never[]));
      }),
    alive: () => ({ ok: true, value: getHeapStatistics().used_heap_size }),
    close: () =>
      answer(opened?.path ?? '', () => {
        opened?.db.close();
        if (opened?.db.readonly === false) unmarkOpen(opened.path);
        opened = undefined;
        // The answer is posted before the port closes; after that nothing keeps the thread alive.
        setImmediate(() => port.close());
      }),
  };

  createBirpc<Record<string, never>, WorkerCalls>(calls, {
    post: (message) => port.postMessage(message),
    on: (onMessage) => port.on('message', onMessage),
    // A value that cannot cross threads fails its own call and not the whole thread.
    onGeneralError: () => true,
  });
}

function namesIn(stores: Stores): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(stores).map(([store, functions]) => [store, Object.keys(functions)]),
  );
}

/** Own properties only: a name from another thread reaches nothing that every object has. */
function functionOf(stores: Stores, store: string, name: string): DatabaseFunctions[string] | null {
  const functions = Object.hasOwn(stores, store) ? stores[store] : undefined;
  if (functions === undefined || !Object.hasOwn(functions, name)) return null;
  return functions[name] ?? null;
}

function answer(path: string, run: () => unknown): WorkerAnswer {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    const found = isDamage(error);
    if (found) noteDamage(path);
    const { code, message, said } = toAppError(
      toStorageError(error, path),
      found ? 'storage-failed' : 'internal',
    );
    return {
      ok: false,
      code,
      message,
      said,
      isDamage: found,
      stack: error instanceof Error ? error.stack : undefined,
    };
  }
}

// A disk that takes no note must not hide what was found.
function noteDamage(path: string): void {
  try {
    askForCheck(path);
  } catch {
    // The finding itself is answered.
  }
}
