import type { StoredEvent } from '../../../../shared/events/events.ts';
import { readServerTime } from '../../../../shared/protocol/server-time.ts';
import type { ClockSkew } from '../../../../shared/settings/targets/probe.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { bodyOf, framesOf, seqsOf, type Result } from './answers.ts';
import type { SpokenMeeting } from './bench.ts';
import { leftOut, passed } from '../judge/check.ts';
import { quantile, round } from '../judge/quantile.ts';

const name = ['way-back', 'From the server writing a result to its arrival'] as const;

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
      found: "The target's clock is not known: it names no time, or the phase environment was not run.",
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
  if (p50 === null) return leftOut(name, { found: 'The results name no time.' });
  const skew = `its clock is ${signed(clock.skewMs)} ms from ours ± ${clock.uncertaintyMs} ms`;
  // A result cannot be here before it was written.
  if (p50 < -clock.uncertaintyMs - 1)
    return leftOut(name, {
      found: `The times in the results do not fit the clock that the probe saw (${skew}): by them results came ${round(-p50)} ms before they were written.`,
      next: 'A clock was set meanwhile, or the server writes the time of something else.',
    });
  return passed(name, {
    value: p50,
    unit: 'ms',
    evidence: seqsOf(
      events,
      spoken.connection,
      ways.map(({ result }) => result.received),
    ),
    found: `${p50} ms ± ${clock.uncertaintyMs} ms, median of ${ways.length}, by the times that the server wrote; ${skew}, which is taken off.`,
  });
}

/** By our clock, ms since 1970; `null` for what cannot be read. */
function writtenAt(text: unknown, { skewMs, zoneMinutes }: ClockSkew): number | null {
  if (typeof text !== 'string') return null;
  const time = readServerTime(text);
  if (time === null || (!time.hasZone && zoneMinutes === null)) return null;
  return time.ms - (time.hasZone ? 0 : (zoneMinutes ?? 0) * 60_000) - skewMs;
}

const signed = (ms: number): string => `${ms > 0 ? '+' : ''}${ms}`;
