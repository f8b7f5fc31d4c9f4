import { createRecentMap, createSeenFilter } from '../bounded/bounded.ts';
import type { AnalysedEvent } from './frame-facts.ts';

/** Tells an event that was stored once more, by a second import, from one that happened twice. */
export type Copies = {
  isCopy(event: AnalysedEvent): boolean;
  count(): number;
};

type Session = { wallMs: number; monoMs: number; isCopying: boolean };

const mostSessions = 5_000;
const shownChars = 100;

/**
 * What happens again happens later. So an event is a copy when both clocks of its session go back and it was there
 * with the same times before; and those that follow it at the newest time, too.
 */
export function createCopies(): Copies {
  const seen = createSeenFilter();
  const sessions = createRecentMap<Session>(mostSessions);
  let copies = 0;

  return {
    isCopy(event) {
      const { wallMs, monoMs } = event;
      const session = sessions.get(event.sessionId ?? '');
      const key = keyOf(event);
      if (session === undefined) {
        sessions.set(event.sessionId ?? '', { wallMs, monoMs, isCopying: false });
        seen.add(key);
        return false;
      }
      const isNotLater = wallMs <= session.wallMs && monoMs <= session.monoMs;
      const isNewest = wallMs === session.wallMs && monoMs === session.monoMs;
      if (isNotLater && (session.isCopying || !isNewest) && seen.has(key)) {
        session.isCopying = true;
        copies += 1;
        return true;
      }
      session.isCopying = false;
      session.wallMs = Math.max(session.wallMs, wallMs);
      session.monoMs = Math.max(session.monoMs, monoMs);
      seen.add(key);
      return false;
    },
    count: () => copies,
  };
}

function keyOf({ wallMs, monoMs, type, direction, connectionId, raw }: AnalysedEvent): string {
  const text = raw ?? '';
  const shown =
    text.length <= 2 * shownChars ? text : `${text.slice(0, shownChars)}${text.slice(-shownChars)}`;
  return `${wallMs} ${monoMs} ${type} ${direction ?? ''} ${connectionId ?? ''} ${text.length} ${shown}`;
}
