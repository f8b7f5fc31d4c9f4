import { sentence } from '../../../../shared/words/all-words.ts';
import { idsOf, isStreaming, ms, quantile, row, type Evidence, type Row } from './row.ts';

const title = 'Target';
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
    const value = 'No evidence: nothing is being streamed.';
    return row('target', title, { level: 'unknown', value, isExpected: false });
  }
  const { connection } = status;
  if (connection.phase === 'waiting' || connection.phase === 'stopped') {
    return row('target', title, {
      level: connection.phase === 'stopped' ? 'bad' : 'warning',
      value: events.ended?.sentence ?? connection.sentence,
      limit: 'connected',
      eventIds: idsOf(events.ended),
      next:
        connection.phase === 'stopped'
          ? 'Audio is safe on disk. Check the target, then record again.'
          : 'Nothing to do: audio is on disk and is sent once the target is back.',
    });
  }
  if (events.acknowledged === null) {
    const value = `${connection.sentence} It has not answered our HANDSHAKE yet.`;
    return row('target', title, { level: 'unknown', value, eventIds: idsOf(events.opening) });
  }
  return silentRow(evidence) ?? answering(evidence);
}

const apart = (skewMs: number): string =>
  skewMs < 60_000 ? ms(skewMs) : `${Math.round(skewMs / 60_000)} min`;

/** The other side is gone and TCP has not noticed, or it reads nothing: the connection is open, and proves nothing. */
function silentRow({ nowMs, status, events }: Evidence): Row | null {
  const proof = events.roundTrips.at(-1);
  const { pending } = status.chunks;
  if (proof === undefined || pending === 0 || nowMs - proof.atMs <= silentMs) return null;
  return row('target', title, {
    level: 'warning',
    value: `Connected, but it has confirmed nothing for ${Math.round((nowMs - proof.atMs) / 1_000)} s; ${pending} chunks wait.`,
    limit: `a chunk is confirmed within ${silentMs / 1_000} s`,
    eventIds: idsOf(proof),
    brief: {
      headline: sentence('trouble.target-silent'),
      reason: sentence('trouble.target-silent.reason', {
        sec: Math.round((nowMs - proof.atMs) / 1_000),
        chunks: pending,
      }),
    },
    next: 'Nothing to do yet: audio is kept, and a connection without a sign is made anew after 30 s.',
  });
}

function answering({ events }: Evidence): Row {
  const trips = events.roundTrips.map((trip) => trip.ms);
  const [p50, p95] = [quantile(trips, 0.5), quantile(trips, 0.95)];
  const parts = ['Reachable, handshake done'];
  if (p50 === null || p95 === null) parts.push('round trip not known yet');
  else parts.push(`round trip p50 ${ms(p50)}, p95 ${ms(p95)}`);
  const { skew } = events;
  if (skew === null) parts.push('its clock is not known');
  else {
    const zone = skew.hasZone ? '' : ', to the quarter of an hour: it names no time zone';
    const ahead = skew.ms < 0 ? 'behind' : 'ahead';
    parts.push(`its clock is ${apart(Math.abs(skew.ms))} ${ahead} (± ${ms(skew.uncertaintyMs)}${zone})`);
  }
  const isSlow = p95 !== null && p95 > slowMs;
  const isSkewed = skew !== null && Math.abs(skew.ms) - skew.uncertaintyMs > skewLimitMs;
  return row('target', title, {
    level: isSlow || isSkewed ? 'warning' : 'good',
    value: `${parts.join('; ')}.`,
    limit: 'round trip p95 under 2 s, clock within 60 s',
    brief: isSlow
      ? { headline: sentence('trouble.target-slow'), reason: sentence('trouble.target-slow.reason') }
      : { headline: sentence('trouble.clock'), reason: sentence('trouble.clock.reason') },
    eventIds: idsOf(events.acknowledged, events.roundTrips.at(-1)),
    next: isSlow
      ? 'Look at the network page: is the network slow, or the target?'
      : isSkewed
        ? "Set this machine's clock, or the target's."
        : null,
  });
}
