import type { AppError } from '../../../../shared/errors.ts';
import { say } from '../../../../shared/words/all-words.ts';

/** For the receipt: why the last answer was not waited for; `null` where it was, or where nothing was missing. */
export function unawaitedNote(
  undelivered: AppError | null,
  asked: { end: AbortSignal; notWait: AbortSignal },
): string | null {
  if (undelivered === null || (!asked.end.aborted && !asked.notWait.aborted)) return null;
  const why = undelivered.message;
  return asked.end.aborted ? say('end.not-awaited-quit', { why }) : say('end.not-awaited', { why });
}
