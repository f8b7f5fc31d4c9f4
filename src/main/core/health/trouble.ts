import type { StatusLine } from '../../../shared/session/status.ts';
import { inWords } from '../../../shared/session/lines/line.ts';
import { asTold } from '../../../shared/words/all-words.ts';
import type { Health, HealthRow } from '../../../shared/health/health-row.ts';

/** A row that the status line has words of its own for. */
export type Trouble = HealthRow & { brief: NonNullable<HealthRow['brief']> };

// The first measurement comes within a second; what nobody could look at for so long is not known to be well.
const patienceMs = 10_000;

/**
 * The expected rows that are not as they should be, besides what the status line finds by itself and at once, which has no
 * brief: that a source, the recording or the engine fails, that a target is away or was never there. While a session runs,
 * a row of which nothing is known is one of them: nothing is green because nobody looked.
 */
export function troubleIn(
  health: Health | null,
  /**
   * `isTargetTold`: the status line says itself that the target is away; what was odd about it before no longer counts.
   * `isStopping`: all that is queued goes out and comes back at once, so that it takes a while is no trouble.
   */
  now: { isRunning: boolean; isTargetTold: boolean; isStopping: boolean },
): Trouble[] {
  if (health === null) return [];
  return health.rows.filter((row): row is Trouble => {
    const { id, level, isExpected, sinceMs, brief } = row;
    if (!isExpected || brief === undefined || (id === 'target' && now.isTargetTold)) return false;
    if (now.isStopping && level === 'warning' && crowded.has(id)) return false;
    if (level === 'unknown') return now.isRunning && sinceMs !== null && health.atMs - sinceMs >= patienceMs;
    return level === 'warning' || level === 'bad';
  });
}

const crowded: ReadonlySet<string> = new Set(['queue', 'sockets', 'processing']);

/** What the status line says of such a row: for people, while the row has the figures. */
export function lineOfTrouble({ level, next, brief, said }: Trouble): StatusLine {
  return inWords({
    level,
    headline: brief.headline,
    reason: [brief.reason],
    next: said?.next ?? (next === null ? null : asTold(next)),
  });
}
