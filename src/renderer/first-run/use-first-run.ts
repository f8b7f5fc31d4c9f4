import { useState } from 'react';
import type { SessionSummary } from '../../shared/session/session.ts';

const storageKey = 'scrumbot.first-run';

/** Whether nothing was recorded yet and nobody said that the steps are not wanted; both are remembered for good. */
export function useFirstRun(sessions: readonly SessionSummary[] | undefined): {
  isFirst: boolean;
  noteDone: () => void;
} {
  const [isDone, setIsDone] = useState(() => localStorage.getItem(storageKey) !== null);

  function noteDone(): void {
    localStorage.setItem(storageKey, 'done');
    setIsDone(true);
  }

  return { isFirst: sessions?.length === 0 && !isDone, noteDone };
}
