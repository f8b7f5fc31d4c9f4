import type { Health, HealthRow } from '../../../shared/health/health-row.ts';

// The status line knows of these itself, and at once.
const ownedByStatusLine: ReadonlySet<HealthRow['id']> = new Set([
  'target',
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
export function troubleIn(health: Health | null, isRunning: boolean): HealthRow[] {
  if (health === null) return [];
  return health.rows.filter(({ id, level, isExpected, sinceMs }) => {
    if (!isExpected || ownedByStatusLine.has(id)) return false;
    if (level === 'unknown') return isRunning && sinceMs !== null && health.atMs - sinceMs >= patienceMs;
    return level === 'warning' || level === 'bad';
  });
}
