import { useContext, useEffect, useState } from 'react';
import type { StoredEvent } from '../../shared/events/events.ts';
import { BridgeContext, useTopic } from '../connection/bridge-hooks.ts';

const pageSize = 5_000;
// Some six hours of a session; what comes after is told as missing.
const mostEvents = 100_000;

export type SessionEvents = {
  events: readonly StoredEvent[];
  state: 'loading' | 'complete' | 'cut';
  error: unknown;
};

const nothing: SessionEvents = { events: [], state: 'loading', error: null };

/** All events of one session, oldest first, and those that are recorded meanwhile. */
export function useSessionEvents(sessionId: string): SessionEvents {
  const client = useContext(BridgeContext);
  const [known, setKnown] = useState(nothing);

  useEffect(() => {
    if (client === null) return undefined;
    let isOver = false;
    async function load(from: NonNullable<typeof client>): Promise<void> {
      const events: StoredEvent[] = [];
      for (;;) {
        const afterSeq = events.at(-1)?.seq ?? 0;
        const page = await from.call('events.list', { sessionId, afterSeq, limit: pageSize });
        events.push(...page);
        if (isOver) return;
        const isLast = page.length < pageSize;
        const isCut = !isLast && events.length >= mostEvents;
        setKnown({
          events: [...events],
          state: isLast ? 'complete' : isCut ? 'cut' : 'loading',
          error: null,
        });
        if (isLast || isCut) return;
      }
    }
    load(client).catch((error: unknown) => {
      if (!isOver) setKnown((before) => ({ ...before, error }));
    });
    return () => {
      isOver = true;
    };
  }, [client, sessionId]);

  useTopic('events', (recorded) => {
    setKnown((before) => {
      // What is still being loaded brings these as well.
      if (before.state !== 'complete') return before;
      const newest = before.events.at(-1)?.seq ?? 0;
      const ours = recorded.filter((event) => event.sessionId === sessionId && event.seq > newest);
      return ours.length === 0 ? before : { ...before, events: [...before.events, ...ours] };
    });
  });
  return known;
}
