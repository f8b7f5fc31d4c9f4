import { quantile } from '../../../../shared/quantile.ts';
import { asTold, saidIn, sentence, type Sentence } from '../../../../shared/words/all-words.ts';
import { idsOf, isStreaming, row, type Evidence, type Row } from './row.ts';

// A meeting is followed live up to here; behind it is a target that is overloaded or far away.
const slowMs = 2_000;
// A chunk goes out each second with its ping.
const silentMs = 10_000;
// Times of transcripts would be off by this much, and certificates begin to fail at minutes.
const skewLimitMs = 60_000;

/** Whether the target is reachable and speaks our protocol, how far away it is, and what its clock says. */
export function targetRow(evidence: Evidence): Row {
  const { status, events } = evidence;
  if (!isStreaming(evidence)) {
    const value = sentence('health.not-streaming');
    return row('target', { level: 'unknown', value, isExpected: false });
  }
  const { connection } = status;
  if (connection.phase === 'waiting' || connection.phase === 'stopped') {
    return row('target', {
      level: connection.phase === 'stopped' ? 'bad' : 'warning',
      value: events.ended === null ? saidIn(connection) : asTold(events.ended.sentence),
      limit: sentence('health.target.connected'),
      eventIds: idsOf(events.ended),
      next:
        connection.phase === 'stopped'
          ? sentence('health.target.stopped.next')
          : sentence('health.target.away.next'),
    });
  }
  if (events.acknowledged === null) {
    const value = sentence('health.target.no-ack', { connection: saidIn(connection) });
    return row('target', { level: 'unknown', value, eventIds: idsOf(events.opening) });
  }
  return silentRow(evidence) ?? answering(evidence);
}

/** The other side is gone and TCP has not noticed, or it reads nothing: the connection is open, and proves nothing. */
function silentRow({ nowMs, status, events }: Evidence): Row | null {
  const proof = events.roundTrips.at(-1);
  const { pending } = status.chunks;
  if (proof === undefined || pending === 0 || nowMs - proof.atMs <= silentMs) return null;
  const silence = { sec: Math.round((nowMs - proof.atMs) / 1_000), chunks: pending };
  return row('target', {
    level: 'warning',
    value: sentence('health.target.silent', silence),
    limit: sentence('health.target.silent.limit', { sec: silentMs / 1_000 }),
    eventIds: idsOf(proof),
    brief: {
      headline: sentence('trouble.target-silent'),
      reason: sentence('trouble.target-silent.reason', silence),
    },
    next: sentence('health.target.silent.next'),
  });
}

function answering({ events }: Evidence): Row {
  const trips = events.roundTrips.map((trip) => trip.ms);
  const [p50, p95] = [quantile(trips, 0.5), quantile(trips, 0.95)];
  const { skew } = events;
  const parts = [
    p50 === null || p95 === null
      ? sentence('health.target.no-round-trip')
      : sentence('health.target.round-trip', { p50, p95 }),
    clockOf(skew),
  ];
  const isSlow = p95 !== null && p95 > slowMs;
  const isSkewed = skew !== null && Math.abs(skew.ms) - skew.uncertaintyMs > skewLimitMs;
  return row('target', {
    level: isSlow || isSkewed ? 'warning' : 'good',
    value: sentence('health.target.value', { parts }),
    limit: sentence('health.target.limit'),
    brief: isSlow
      ? { headline: sentence('trouble.target-slow'), reason: sentence('trouble.target-slow.reason') }
      : { headline: sentence('trouble.clock'), reason: sentence('trouble.clock.reason') },
    eventIds: idsOf(events.acknowledged, events.roundTrips.at(-1)),
    next: isSlow
      ? sentence('health.target.slow.next')
      : isSkewed
        ? sentence('health.target.clock.next')
        : null,
  });
}

function clockOf(skew: Evidence['events']['skew']): Sentence {
  if (skew === null) return sentence('health.target.no-clock');
  const figures = { skew: skew.ms, uncertainty: skew.uncertaintyMs };
  return skew.hasZone
    ? sentence('health.target.clock', figures)
    : sentence('health.target.clock-no-zone', figures);
}
