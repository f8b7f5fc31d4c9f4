import { isRunning } from './running.ts';
import type { SessionSummary } from './session.ts';
import { isOnlySilent } from './silence.ts';

export const sessionChips = ['running', 'complete', 'incomplete', 'silent', 'no-words', 'failed'] as const;
/** How a session stands, in a word; whether it is being sent just now is known elsewhere. */
export type SessionChip = (typeof sessionChips)[number];

/** `complete` only where something speaks for it: nothing is missing, and where words were wanted there are some. */
export function chipOf(
  session: Pick<SessionSummary, 'state' | 'reason' | 'reasons' | 'undelivered' | 'mode' | 'hasWords'>,
): SessionChip {
  const { state, reason, undelivered, mode, hasWords } = session;
  if (state === 'failed') return 'failed';
  if (isRunning({ session })) return 'running';
  if (isOnlySilent(session)) return 'silent';
  if (state === 'recovered' || reason !== null || undelivered > 0) return 'incomplete';
  return mode !== 'capture-only' && !hasWords ? 'no-words' : 'complete';
}
