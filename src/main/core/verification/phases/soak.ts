import { secToSamples } from '../../../../shared/sound/audio.ts';
import { isDuplicate, type Finding } from '../../../../shared/events/findings.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import type { SoakSoFar, VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { distinctResults, lifeOf, problemsIn } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife } from '../bench/meeting.ts';
import { around } from '../bench/speech.ts';
import { failed, judged, leftOut, passed, unproved } from '../judge/check.ts';
import { count, round } from '../judge/quantile.ts';

const megabyte = 1_000_000;
const bufferSec = 3;
const lookEverySec = 10;
// So much of it is done again at most when the app is killed.
const keepEverySec = 3;
const shortestTrendMin = 5;
// A server holds back words like those of its last ten results: in a circle of this length no buffer begins within 0.7 s
// of where one of the ten before it began.
const circleSec = 9.7;
const longestSilenceSec = 60;

/** One long meeting in real time: no duplicate, nothing lost, the connection lives, memory is stable. */
export async function soak(bench: Bench): Promise<VerificationCheck[]> {
  const { clock, signal, soakMin } = bench;
  const before = bench.soakSoFar;
  const meeting =
    before === null
      ? await openMeeting(bench, 'soak')
      : await openMeeting(bench, {
          again: { sessionId: bench.session('soak'), meetingId: before.meetingId },
          generation: before.parts.length + 1,
        });
  const { connection, sessionId, meetingId } = meeting;
  const circle = bench.speech.subarray(0, secToSamples(circleSec));
  const total = Math.max(bufferSec, Math.round(soakMin * 60));
  const first = before?.sentSec ?? 0;
  const parts = [...(before?.parts ?? []), { sessionId, fromSec: first }];
  const points = [...(before?.memory ?? [])];
  const startMs = clock.monotonicMs();
  const pauses: Pause[] = [];
  let pausedMs = 0;
  let sent = first;

  function soFar(): SoakSoFar {
    const results = distinctResults(connection.received);
    const times = [startMs, ...results.map(({ received }) => received.atMs), clock.monotonicMs()];
    return {
      sentSec: sent,
      meetingId,
      parts,
      results: (before?.results ?? 0) + results.length,
      longestSilenceSec: Math.max(before?.longestSilenceSec ?? 0, longestSilence(times, pauses)),
      memory: points,
    };
  }

  let spoken: SoakSoFar;
  try {
    for (; sent < total; sent += 1) {
      const fromMs = clock.monotonicMs();
      await bench.whilePaused();
      signal.throwIfAborted();
      const toMs = clock.monotonicMs();
      if (toMs - fromMs > 1) pauses.push({ fromMs, toMs });
      pausedMs += toMs - fromMs;
      meeting.sendChunk(around(circle, secToSamples(sent), secToSamples(1)));
      if (sent % lookEverySec === 0) {
        bench.doing(`${round(sent / 60)} of ${soakMin} minutes`, sent / total);
        const memory = await bench.serverMemory();
        if (memory !== null) points.push({ x: sent / 60, y: memory.bytes / megabyte });
      }
      if (sent % keepEverySec === 0) bench.keepSoak(soFar());
      const dueMs = startMs + pausedMs + (sent - first + 1) * 1_000;
      await sleep(clock, dueMs - clock.monotonicMs(), signal);
      signal.throwIfAborted();
    }
    spoken = soFar();
    const { complete } = await meeting.end();
    if (complete === null) await requireLife(bench, connection);
    await connection.close();
  } catch (error) {
    if (signal.aborted) {
      bench.keepSoak(soFar());
      signal.throwIfAborted();
    }
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
  const events: StoredEvent[] = [];
  const faults: Finding[] = [];
  for (const part of parts) {
    events.push(...(await bench.events(part.sessionId)));
    faults.push(...(await bench.analyse(part.sessionId)).findings.filter(isFault));
  }
  const repeats = faults.reduce((sum, { repeats: more }) => sum + more, 0);
  const problems = problemsIn(connection.received);
  return [
    passed(['connection', 'The connection lives'], {
      value: round(total / 60),
      unit: 'min',
      limit: round(soakMin),
      evidence: events.filter(({ kind }) => kind === 'connection').map(({ seq }) => seq),
      found: `It lived for ${round(total / 60)} minutes${restartsText(parts)}.`,
    }),
    judged(repeats === 0, ['repeats', 'No duplicate'], {
      value: repeats,
      limit: 0,
      evidence: faults.flatMap(({ eventIds }) => eventIds),
      found: `${count(repeats, 'duplicate')} in ${round(total / 60)} minutes.`,
      next: 'See the phase duplicates for their cause.',
    }),
    steady(spoken, { problems, evidence: events.filter(isResult).map(({ seq }) => seq) }),
    trend(bench, points),
  ];
}

type Pause = { fromMs: number; toMs: number };

function restartsText([, ...later]: SoakSoFar['parts']): string {
  if (later.length === 0) return '';
  const minutes = later.map(({ fromSec }) => round(fromSec / 60)).join(', ');
  return `; this app was started again ${later.length === 1 ? '' : `${later.length} times, `}after ${minutes} minutes and went on with the same meeting`;
}

function isResult({ kind, direction, type }: StoredEvent): boolean {
  return kind === 'frame' && direction === 'in' && canonicalName(type) === 'TRANSCRIPTION_RESULT';
}

/** Much the same words are what is sent here. */
function isFault({ cause, type }: Finding): boolean {
  return isDuplicate(cause) && cause !== 'near-duplicate' && type !== 'AUDIO_CHUNK';
}

/** Between two of the times, without what was paused, s. */
function longestSilence(times: readonly number[], pauses: readonly Pause[]): number {
  const pausedBetween = (fromMs: number, toMs: number): number =>
    pauses.reduce(
      (sum, pause) => sum + Math.max(0, Math.min(toMs, pause.toMs) - Math.max(fromMs, pause.fromMs)),
      0,
    );
  const longestMs = times.slice(1).reduce((most, toMs, i) => {
    const fromMs = times[i] ?? toMs;
    return Math.max(most, toMs - fromMs - pausedBetween(fromMs, toMs));
  }, 0);
  return longestMs / 1_000;
}

function steady(
  { results, longestSilenceSec: longestSec }: SoakSoFar,
  { problems, evidence }: { problems: readonly string[]; evidence: number[] },
): VerificationCheck {
  const name = ['steady', 'Results keep coming'] as const;
  if (results === 0 && problems.length > 0) return unproved(name, { found: problems.join(' ') });
  return judged(results > 0 && longestSec <= longestSilenceSec, name, {
    value: round(longestSec),
    unit: 's',
    limit: longestSilenceSec,
    evidence,
    found: `${count(results, 'result')}; the longest time without one was ${round(longestSec)} s.`,
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
          ? "The target's processes can't be looked at from here."
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
