import type { ErrorCode } from '../../../shared/errors.ts';

/** What a database worker answers. An error that is thrown across threads would lose its class and code. */
export type WorkerAnswer =
  { ok: true; value: unknown } | { ok: false; code: ErrorCode; message: string; stack: string | undefined };

/** The calls that a database worker takes. */
export type WorkerCalls = {
  /** Opens the database; its value is the names of the functions that `call` takes. */
  open(options: { databasePath: string; readonly: boolean }): WorkerAnswer;
  call(name: string, args: readonly unknown[]): WorkerAnswer;
  /** Closes the database and lets the thread end. */
  close(): WorkerAnswer;
};
