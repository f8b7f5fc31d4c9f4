import type { Action } from './words/actions.ts';
import { wordsOf, type Sentence } from './words/words.ts';

/**
 * Expected failures, one code each. The code decides the CLI's exit status and what a UI offers next;
 * the message says what happened, to what, and what to do.
 */
export const errorCodes = [
  'bad-input', // what the person or the file gave cannot be used
  'not-found', // a session, target or track of that name does not exist
  'busy', // a recording is already running
  'no-device', // the machine lacks the sound device that was asked for
  'missing-tool', // a program that has to be installed
  'unreachable', // the target does not answer
  'target-refused', // the target answered and said no
  'engine-failed', // speech recognition failed
  'storage-failed', // disk or database
  'interrupted', // stopped by a person or a signal
  'internal', // a defect of ours
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A failure that callers are expected to handle. Anything else that is thrown is a defect. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** The message as a code with parameters, where it has one. */
  readonly said: Sentence | null;
  /** What can be done about it, where a click or a command does it. */
  readonly action: Action | null;

  constructor(code: ErrorCode, message: string | Sentence, options: AppErrorOptions = {}) {
    const { cause, said = null, action = null } = options;
    super(wordsOf(message), cause === undefined ? {} : { cause });
    this.name = 'AppError';
    this.code = code;
    this.said = typeof message === 'string' ? said : message;
    this.action = action;
  }
}

type AppErrorOptions = { cause?: unknown; said?: Sentence | null; action?: Action | null };

/** The message of anything that was thrown, for people. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The same, as a code where it has one: what a sentence quotes is then said in the language of that sentence. */
export function saidBy(error: unknown): string | Sentence {
  const said = error instanceof Error && 'said' in error ? (error.said as Sentence | null) : null;
  return said ?? messageOf(error);
}

/** Makes an AppError of anything: AppErrors pass unchanged, the rest becomes `fallback`. */
export function toAppError(error: unknown, fallback: ErrorCode = 'internal'): AppError {
  return error instanceof AppError ? error : new AppError(fallback, messageOf(error), { cause: error });
}
