import type { Verdict } from '../../../shared/session/health.ts';
import { inWords } from '../../../shared/session/transcript/line.ts';
import { asTold, sentence } from '../../../shared/words/all-words.ts';
import type { Health, HealthRow } from '../../../shared/health/health-row.ts';

// The status line knows of these itself, and at once.
const ownedByStatusLine: ReadonlySet<HealthRow['id']> = new Set([
  'system',
  'microphone',
  'recording',
  'engine',
]);

// The first measurement comes within a second; what nobody could look at for so long is not known to be well.
const patienceMs = 10_000;

/**
 * The expected rows that are not as they should be, besides what the status line finds by itself. While a session runs,
 * a row of which nothing is known is one of them: nothing is green because nobody looked.
 */
export function troubleIn(
  health: Health | null,
  /** `isTargetTold`: the status line says itself that the target is away. */
  { isRunning, isTargetTold }: { isRunning: boolean; isTargetTold: boolean },
): HealthRow[] {
  if (health === null) return [];
  return health.rows.filter(({ id, level, isExpected, sinceMs }) => {
    if (!isExpected || ownedByStatusLine.has(id)) return false;
    // Away or not known it is told at once; what is odd about one that is there is found here.
    if (id === 'target' && (isTargetTold || level === 'unknown')) return false;
    if (level === 'unknown') return isRunning && sinceMs !== null && health.atMs - sinceMs >= patienceMs;
    return level === 'warning' || level === 'bad';
  });
}

/** What the status line says of such a row: for people, while the row has the figures. */
export function lineOfTrouble({ level, title, value, next, brief }: HealthRow): Verdict {
  const isKnown = level !== 'unknown';
  const headline = isKnown ? asTold(title) : sentence('trouble.not-measured', { title });
  const told = { headline, reason: asTold(value) };
  const line = isKnown && brief !== undefined ? brief : told;
  return inWords({
    level,
    headline: line.headline,
    reason: [line.reason],
    next: next === null ? null : asTold(next),
  });
}
