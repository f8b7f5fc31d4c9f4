import type { Database } from 'better-sqlite3';
import { createBirpc } from 'birpc';
import type { MessagePort } from 'node:worker_threads';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations.ts';
import { openDatabase, requireFullSync } from './open-database.ts';
import { toStorageError } from './storage-error.ts';
import type { WorkerAnswer, WorkerCalls } from './worker-protocol.ts';

type DatabaseFunctions = Readonly<Record<string, (...args: never[]) => unknown>>;

/**
 * The inside of a database worker: opens the database when asked to, then answers calls one after another,
 * in the order in which they came.
 */
export function serveDatabase(port: MessagePort, createFunctions: (db: Database) => DatabaseFunctions): void {
  let opened: { db: Database; functions: DatabaseFunctions; path: string } | undefined;

  const calls: WorkerCalls = {
    open: ({ databasePath, readonly }) =>
      answer(databasePath, () => {
        const db = openDatabase(databasePath, { readonly });
        if (!readonly) {
          migrate(db, migrations);
          requireFullSync(db);
        }
        opened = { db, functions: createFunctions(db), path: databasePath };
        return Object.keys(opened.functions);
      }),
    call: (name, args) =>
      answer(opened?.path ?? '', () => {
        const run = opened !== undefined && Object.hasOwn(opened.functions, name) && opened.functions[name];
        if (!run) throw new AppError('internal', `The database worker has no function "${name}"`);
        return run(...(args as never[]));
      }),
    close: () =>
      answer(opened?.path ?? '', () => {
        opened?.db.close();
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

function answer(path: string, run: () => unknown): WorkerAnswer {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    const { code, message } = toAppError(toStorageError(error, path));
    return { ok: false, code, message, stack: error instanceof Error ? error.stack : undefined };
  }
}
