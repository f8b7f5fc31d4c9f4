import { secToSamples } from '../../../../shared/sound/audio.ts';
import { isDuplicate, type Finding } from '../../../../shared/events/findings.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { distinctResults, lifeOf, problemsIn, seqsOf, type Result } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife } from '../bench/meeting.ts';
import { around } from '../bench/speech.ts';
import { failed, judged, leftOut, passed, unproved } from '../judge/check.ts';
import { count, round } from '../judge/quantile.ts';

const megabyte = 1_000_000;
const bufferSec = 3;
const lookEverySec = 10;
const shortestTrendMin = 5;
// A server holds back words like those of its last ten results: in a circle of this length no buffer begins within 0.7 s
// of where one of the ten before it began.
const circleSec = 9.7;
const longestSilenceSec = 60;

/** One long meeting in real time: no duplicate, nothing lost, the connection lives, memory is stable. */
export async function soak(bench: Bench): Promise<VerificationCheck[]> {
  const { clock, signal, soakMin } = bench;
  const meeting = await openMeeting(bench, 'soak');
  const { connection, sessionId } = meeting;
  const circle = bench.speech.subarray(0, secToSamples(circleSec));
  const total = Math.max(bufferSec, Math.round(soakMin * 60));
  const points: { x: number; y: number }[] = [];
  const startMs = clock.monotonicMs();
  let pausedMs = 0;
  let sent = 0;
  let spokenMs: number;
  try {
    for (; sent < total; sent += 1) {
      const beforeMs = clock.monotonicMs();
      await bench.whilePaused();
      pausedMs += clock.monotonicMs() - beforeMs;
      meeting.sendChunk(around(circle, secToSamples(sent), secToSamples(1)));
      if (sent % lookEverySec === 0) {
        bench.doing(`${round(sent / 60)} of ${soakMin} minutes`, sent / total);
        const memory = await bench.serverMemory();
        if (memory !== null) points.push({ x: sent / 60, y: memory.bytes / megabyte });
      }
      const dueMs = startMs + pausedMs + (sent + 1) * 1_000;
      await sleep(clock, dueMs - clock.monotonicMs(), signal);
      signal.throwIfAborted();
    }
    spokenMs = clock.monotonicMs();
    const { complete } = await meeting.end();
    if (complete === null) await requireLife(bench, connection);
    await connection.close();
  } catch (error) {
    if (!(error instanceof ConnectionBroke)) throw error;
    const events = await bench.events(sessionId);
    return [
      failed(['connection', 'The connection lives'], {
        value: round(sent / 60),
        unit: 'min',
        limit: soakMin,
        evidence: lifeOf(events, connection),
        found: `It broke after ${round(sent / 60)} minutes: ${error.message}`,
        next: 'Look into the log of the server and of proxies at that time; the process manager may have restarted it.',
      }),
    ];
  }
  const [events, report] = [await bench.events(sessionId), await bench.analyse(sessionId)];
  const results = distinctResults(connection.received);
  const longest = longestSilence([startMs, ...results.map(({ received }) => received.atMs), spokenMs]);
  const faults = report.findings.filter(isFault);
  const repeats = faults.reduce((sum, { repeats: more }) => sum + more, 0);
  const problems = problemsIn(connection.received);
  return [
    passed(['connection', 'The connection lives'], {
      value: round(total / 60),
      unit: 'min',
      limit: round(soakMin),
      evidence: lifeOf(events, connection),
      found: `It lived for ${round(total / 60)} minutes.`,
    }),
    judged(repeats === 0, ['repeats', 'No duplicate'], {
      value: repeats,
      limit: 0,
      evidence: faults.flatMap(({ eventIds }) => eventIds),
      found: `${count(repeats, 'duplicate')} in ${round(total / 60)} minutes.`,
      next: 'See the phase duplicates for their cause.',
    }),
    steady(longest, results, {
      problems,
      evidence: seqsOf(
        events,
        connection,
        results.map(({ received }) => received),
      ),
    }),
    trend(bench, points),
  ];
}

/** Much the same words are what is sent here. */
function isFault({ cause, type }: Finding): boolean {
  return isDuplicate(cause) && cause !== 'near-duplicate' && type !== 'AUDIO_CHUNK';
}

function longestSilence(times: readonly number[]): number {
  return times.slice(1).reduce((most, at, i) => Math.max(most, at - (times[i] ?? at)), 0) / 1_000;
}

function steady(
  longestSec: number,
  results: readonly Result[],
  { problems, evidence }: { problems: readonly string[]; evidence: number[] },
): VerificationCheck {
  const name = ['steady', 'Results keep coming'] as const;
  if (results.length === 0 && problems.length > 0) return unproved(name, { found: problems.join(' ') });
  return judged(results.length > 0 && longestSec <= longestSilenceSec, name, {
    value: round(longestSec),
    unit: 's',
    limit: longestSilenceSec,
    evidence,
    found: `${count(results.length, 'result')}; the longest time without one was ${round(longestSec)} s.`,
    next: 'The transcriber falls behind or stops in a long meeting: look at its load and its log.',
  });
}

function trend(bench: Bench, points: readonly { x: number; y: number }[]): VerificationCheck {
  const name = ['memory', 'Memory of the server'] as const;
  const growth = bench.slopeOf(points);
  if (growth === null || bench.soakMin < shortestTrendMin) {
    return leftOut(name, {
      found:
        points.length === 0
          ? "The target's processes cannot be looked at from here."
          : `Too short to tell: memory has a trend after ${shortestTrendMin} minutes at least.`,
    });
  }
  const limitMbPerMin = 1;
  return judged(growth.low <= limitMbPerMin, name, {
    value: round(growth.slope, 2),
    unit: 'MB/min',
    limit: limitMbPerMin,
    found: `${round(growth.slope, 2)} MB a minute (${round(growth.low, 2)} to ${round(growth.high, 2)}).`,
    next: 'The server grows while one meeting goes on: it keeps audio or texts that it has answered.',
  });
}
