import type { Sending } from '../../shared/session/sending.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';

/** The kept sessions that the app is sending now. */
export function useSendings(): readonly Sending[] {
  return useAnswer('sendings.list', {}).data ?? [];
}

/** How far a session is that is being sent; `null` where it is not. */
export function useSending(sessionId: string | null): Sending | null {
  return useSendings().find((sending) => sending.sessionId === sessionId) ?? null;
}
