import type { Database } from 'better-sqlite3';
import type { Cause, Verdict } from '../../../../shared/events/causes.ts';
import { usualRules } from '../../../../shared/events/finding-rules.ts';
import type { AnalysedEvent } from '../../monitor/monitor.ts';
import { createRecentMap } from '../../bounded/bounded.ts';
import { analysedRows } from '../analysed-rows.ts';
import { createAnalyzer, type Analyzer } from '../analyzer.ts';

/** A verdict or a cause is said of an event, or (`false`) no longer. */
export type MarkChange = readonly [mark: Verdict | Cause, seq: number, isSaid: boolean];

export type MarkStep = {
  /** Everything up to this event is worked out; where to go on. */
  reachedSeq: number;
  lastSeq: number;
  changes: readonly MarkChange[];
};

/** Works out what is said of events, from where the stored marks end. */
export type Marker = {
  step(afterSeq: number): MarkStep;
  /** Gives the memory back; the next step looks back again. */
  forget(): void;
};

type State = {
  analyzer: Analyzer;
  /** The last event that the rules have seen. */
  seenSeq: number;
  /** Where the marks that were handed out end. */
  reachedSeq: number;
  /** From where on the rules have seen everything. */
  firstSeq: number;
  changes: MarkChange[];
};

// Long enough to be efficient, short enough that a page's question does not wait noticeably.
const stepMs = 20;
// The monitor looks back 5 s whatever the session; the clock may have been set a little.
const lookBackMs = 15_000;
// Whoever says nothing for so many other sessions is looked up again.
const mostLooks = 5_000;

/**
 * The rules keep in memory what they need of earlier events. After a start that is gone, so they are shown again what can
 * matter: the last seconds, and each session that goes on from its first event. What is said of those is stored already.
 */
export function createMarker(db: Database): Marker {
  const rows = analysedRows(db, {});
  const newest = db.prepare<[], { last: number | null }>('SELECT max(seq) AS last FROM events');
  const shortlyBefore = db.prepare<{ seq: number; lookBackMs: number }, { first: number | null }>(`
    SELECT min(+seq) AS first FROM events
    WHERE wall_ms >= (SELECT wall_ms FROM events WHERE seq <= @seq ORDER BY seq DESC LIMIT 1) - @lookBackMs`);
  const firstOfSession = db.prepare<[string], { first: number }>(
    'SELECT min(seq) AS first FROM events WHERE session_id = ?',
  );
  const firstOfConnection = db.prepare<[string], { first: number }>(
    'SELECT min(seq) AS first FROM events WHERE connection_id = ?',
  );
  let state: State | undefined;
  let firstSeqs = createRecentMap<number>(mostLooks);

  function forget(): void {
    state?.analyzer.close();
    state = undefined;
  }

  function begin(reachedSeq: number, firstSeq: number): State {
    forget();
    firstSeqs = createRecentMap(mostLooks);
    const changes: MarkChange[] = [];
    const analyzer = createAnalyzer(usualRules, {
      mark: (name, seq) => void changes.push([name, seq, true]),
      unmark: (name, seq) => void changes.push([name, seq, false]),
    });
    state = { analyzer, seenSeq: firstSeq - 1, reachedSeq, firstSeq, changes };
    return state;
  }

  function resume(reachedSeq: number): State {
    const before = reachedSeq === 0 ? null : shortlyBefore.get({ seq: reachedSeq, lookBackMs })?.first;
    return begin(reachedSeq, Math.min(before ?? reachedSeq + 1, reachedSeq + 1));
  }

  /** Where the session of a new event began, or its connection where it has no session. */
  function firstSeqOf({ sessionId, connectionId, seq }: AnalysedEvent): number {
    const key = sessionId === null ? `c ${connectionId ?? ''}` : `s ${sessionId}`;
    const known = firstSeqs.get(key);
    if (known !== undefined) return known;
    const found =
      sessionId !== null
        ? firstOfSession.get(sessionId)
        : connectionId === null
          ? undefined
          : firstOfConnection.get(connectionId);
    const first = found?.first ?? seq;
    firstSeqs.set(key, first);
    return first;
  }

  return {
    forget,
    step(afterSeq) {
      const lastSeq = newest.get()?.last ?? 0;
      if (lastSeq <= afterSeq) return { reachedSeq: Math.max(afterSeq, lastSeq), lastSeq, changes: [] };
      let now = state?.reachedSeq === afterSeq ? state : resume(afterSeq);
      const startedMs = performance.now();
      while (performance.now() - startedMs < stepMs && now.seenSeq < lastSeq) {
        const page = rows.after(now.seenSeq, lastSeq);
        const earliest = page.events.reduce(
          (first, event) => (event.seq > now.reachedSeq ? Math.min(first, firstSeqOf(event)) : first),
          now.firstSeq,
        );
        if (earliest < now.firstSeq) {
          // What was worked out in this step is worked out again, with what went before.
          now = begin(now.reachedSeq, earliest);
          continue;
        }
        for (const event of page.events) {
          now.analyzer.add(event);
          // It is stored, and stays as it was decided although some of what it was decided by may be deleted by now.
          if (event.seq <= now.reachedSeq) now.changes.length = 0;
        }
        now.seenSeq = page.lastSeq;
      }
      now.reachedSeq = Math.max(now.reachedSeq, now.seenSeq);
      return { reachedSeq: now.reachedSeq, lastSeq, changes: now.changes.splice(0) };
    },
  };
}
