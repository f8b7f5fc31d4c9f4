import type { StoredEvent } from '../../../shared/events/events.ts';

/** Counts the stored events of the session that stores now. */
export type StoredCounter = {
  add(events: readonly StoredEvent[]): void;
  of(sessionId: string): number;
};

export function createStoredCounter(): StoredCounter {
  let newest = { sessionId: '', count: 0 };
  return {
    add(events) {
      for (const { sessionId } of events) {
        if (sessionId === null) continue;
        if (sessionId !== newest.sessionId) newest = { sessionId, count: 0 };
        newest.count += 1;
      }
    },
    of: (sessionId) => (sessionId === newest.sessionId ? newest.count : 0),
  };
}
