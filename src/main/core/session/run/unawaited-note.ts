import type { AppError } from '../../../../shared/errors.ts';

/** For the receipt: why the last answer was not waited for; `null` where it was, or where nothing was missing. */
export function unawaitedNote(
  undelivered: AppError | null,
  asked: { end: AbortSignal; notWait: AbortSignal },
): string | null {
  if (undelivered === null || (!asked.end.aborted && !asked.notWait.aborted)) return null;
  const why = asked.end.aborted
    ? 'the program was asked to end at once'
    : 'somebody chose not to wait any longer';
  return `The end was not waited for, because ${why}. ${undelivered.message}`;
}
