import type { StoredEvent } from '../../../../shared/events/events.ts';
import { readServerTime } from '../../../../shared/protocol/server-time.ts';
import type { ClockSkew } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { bodyOf, framesOf, seqsOf, type Result } from './answers.ts';
import type { SpokenMeeting } from './bench.ts';
import { leftOut, passed } from '../judge/check.ts';
import { quantile, round } from '../judge/quantile.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

const name = ['way-back', sentence('verify.talk.way-back')] as const;

/**
 * How long results were on their way, by the times that the server wrote into them and what is known of its clock: the
 * part of a latency that is not the transcriber's.
 */
export function wayBack(
  clock: ClockSkew | null,
  spoken: SpokenMeeting,
  { results, events }: { results: readonly Result[]; events: readonly StoredEvent[] },
): VerificationCheck {
  if (clock === null)
    return leftOut(name, {
      found: sentence('verify.talk.way-back.no-clock'),
    });
  const frames = framesOf(events, spoken.connection, 'in');
  const ways = results.flatMap((result) => {
    const writtenMs = writtenAt(bodyOf(result.received).timestamp, clock);
    const arrivedMs = frames[result.received.index]?.wallMs;
    return writtenMs === null || arrivedMs === undefined ? [] : [{ result, ms: arrivedMs - writtenMs }];
  });
  const p50 = quantile(
    ways.map(({ ms }) => ms),
    0.5,
  );
  if (p50 === null) return leftOut(name, { found: sentence('verify.talk.way-back.no-time') });
  const { skewMs, uncertaintyMs } = clock;
  const skew = sentence('verify.talk.way-back.skew', { skewMs, uncertaintyMs });
  // A result cannot be here before it was written.
  if (p50 < -clock.uncertaintyMs - 1)
    return leftOut(name, {
      found: sentence('verify.talk.way-back.misfit', { skew, ms: round(-p50) }),
      next: sentence('verify.talk.way-back.misfit.next'),
    });
  return passed(name, {
    value: p50,
    unit: 'ms',
    evidence: seqsOf(
      events,
      spoken.connection,
      ways.map(({ result }) => result.received),
    ),
    found: sentence('verify.talk.way-back.found', { ms: p50, uncertaintyMs, results: ways.length, skew }),
  });
}

/** By our clock, ms since 1970; `null` for what cannot be read. */
function writtenAt(text: unknown, { skewMs, zoneMinutes }: ClockSkew): number | null {
  if (typeof text !== 'string') return null;
  const time = readServerTime(text);
  if (time === null || (!time.hasZone && zoneMinutes === null)) return null;
  return time.ms - (time.hasZone ? 0 : (zoneMinutes ?? 0) * 60_000) - skewMs;
}
