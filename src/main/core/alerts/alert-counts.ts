import type { AlertCounts } from '../../../shared/events/alerts.ts';
import type { StoredEvent } from '../../../shared/events/events.ts';
import { verificationSessionPrefix } from '../../../shared/verification/verification.ts';
import { isConstantViolation } from '../../../shared/protocol/required-fields.ts';

/**
 * What a batch of events, with their verdicts, adds to what alerts count. Somebody is to act on an alert, so what a
 * healthy backend does in every session is left to the findings: the second HANDSHAKE_ACK, and messages that always
 * break the backend's own rules. What we send ourselves is no fault of a target either, and what a verification finds is in its report.
 */
export function alertCountsOf(events: readonly StoredEvent[], atMs: number): AlertCounts {
  const counts: AlertCounts = { atMs, duplicates: 0, validationErrors: 0, deprecated: 0 };
  for (const { direction, type, verdict, sessionId } of events) {
    if (verdict === undefined || direction !== 'in') continue;
    if (sessionId?.startsWith(verificationSessionPrefix) === true) continue;
    if (verdict.isDuplicate && type !== 'HANDSHAKE_ACK') counts.duplicates += 1;
    if (!isConstantViolation(type)) counts.validationErrors += verdict.validationErrors.length;
    if (verdict.isDeprecated) counts.deprecated += 1;
  }
  return counts;
}
