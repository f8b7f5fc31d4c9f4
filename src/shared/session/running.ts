import type { SessionSummary } from './session.ts';

/** Whether a session is anything between its start and its end. */
export function isRunning({ session }: { session: Pick<SessionSummary, 'state'> | null }): boolean {
  const state = session?.state;
  return state === 'starting' || state === 'recording' || state === 'stopping';
}
