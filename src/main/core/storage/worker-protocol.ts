import type { ErrorCode } from '../../../shared/errors.ts';
import type { Sentence } from '../../../shared/words/all-words.ts';
import type { Salvage } from './damage.ts';

/** What a database worker answers. An error that is thrown across threads would lose its class and code. */
export type WorkerAnswer =
  | { ok: true; value: unknown }
  | {
      ok: false;
      code: ErrorCode;
      message: string;
      said: Sentence | null;
      stack: string | undefined;
      isDamage: boolean;
    };

/** What opening found. */
export type OpenedDatabase = {
  /** The functions that `call` takes, by the store that they belong to. */
  names: Record<string, string[]>;
  /** Set when the database was damaged and a new one was started. */
  salvaged: Salvage | null;
};

/** The calls that a database worker takes. */
export type WorkerCalls = {
  /** Opens the database; its value is an {@link OpenedDatabase}. */
  open(options: { databasePath: string; readonly: boolean }): WorkerAnswer;
  call(store: string, name: string, args: readonly unknown[]): WorkerAnswer;
  /** Says that the thread has come to this; its value is what V8's heap of the thread holds, in bytes. */
  alive(): WorkerAnswer;
  /** Closes the database and lets the thread end. */
  close(): WorkerAnswer;
};
