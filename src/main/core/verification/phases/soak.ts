import { secToSamples } from '../../../../shared/sound/audio.ts';
import { isDuplicate } from '../../../../shared/events/finding-rules.ts';
import type { Finding } from '../../../../shared/events/findings.ts';
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
import { round } from '../judge/quantile.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

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
        bench.doing(sentence('verify.soak.doing', { minutes: round(sent / 60), of: soakMin }), sent / total);
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
      failed(['connection', sentence('verify.soak.connection')], {
        value: round(sent / 60),
        unit: 'min',
        limit: soakMin,
        evidence: lifeOf(events, connection),
        found: sentence('verify.soak.broke', { minutes: round(sent / 60), why: error.message }),
        next: sentence('verify.soak.broke.next'),
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
    passed(['connection', sentence('verify.soak.connection')], {
      value: round(total / 60),
      unit: 'min',
      limit: round(soakMin),
      evidence: events.filter(({ kind }) => kind === 'connection').map(({ seq }) => seq),
      found: livedFor(round(total / 60), parts),
    }),
    judged(repeats === 0, ['repeats', sentence('verify.soak.repeats')], {
      value: repeats,
      limit: 0,
      evidence: faults.flatMap(({ eventIds }) => eventIds),
      found: sentence('verify.soak.repeats.found', { repeats, minutes: round(total / 60) }),
      next: sentence('verify.soak.repeats.next'),
    }),
    steady(spoken, { problems, evidence: events.filter(isResult).map(({ seq }) => seq) }),
    trend(bench, points),
  ];
}

type Pause = { fromMs: number; toMs: number };

function livedFor(minutes: number, [, ...later]: SoakSoFar['parts']): Sentence {
  if (later.length === 0) return sentence('verify.soak.lived', { minutes });
  const at = later.map(({ fromSec }) => round(fromSec / 60)).join(', ');
  return sentence('verify.soak.lived-restarts', { minutes, restarts: later.length, at });
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
  const name = ['steady', sentence('verify.soak.steady')] as const;
  if (results === 0 && problems.length > 0)
    return unproved(name, { found: sentence('verify.parts', { parts: problems.map(asTold) }) });
  return judged(results > 0 && longestSec <= longestSilenceSec, name, {
    value: round(longestSec),
    unit: 's',
    limit: longestSilenceSec,
    evidence,
    found: sentence('verify.soak.steady.found', { results, sec: round(longestSec) }),
    next: sentence('verify.soak.steady.next'),
  });
}

function trend(bench: Bench, points: readonly { x: number; y: number }[]): VerificationCheck {
  const name = ['memory', sentence('verify.soak.memory')] as const;
  const growth = bench.slopeOf(points);
  if (growth === null || bench.soakMin < shortestTrendMin) {
    return leftOut(name, {
      found:
        points.length === 0
          ? sentence('verify.soak.memory.not-here')
          : sentence('verify.soak.memory.short', { minutes: shortestTrendMin }),
    });
  }
  const limitMbPerMin = 1;
  return judged(growth.low <= limitMbPerMin, name, {
    value: round(growth.slope, 2),
    unit: 'MB/min',
    limit: limitMbPerMin,
    found: sentence('verify.soak.memory.found', {
      slope: round(growth.slope, 2),
      low: round(growth.low, 2),
      high: round(growth.high, 2),
    }),
    next: sentence('verify.soak.memory.next'),
  });
}
