import type { Status } from './health.ts';

/** Whether a session is anything between its start and its end. */
export function isRunning({ session }: Pick<Status, 'session'>): boolean {
  const state = session?.state;
  return state === 'starting' || state === 'recording' || state === 'stopping';
}
