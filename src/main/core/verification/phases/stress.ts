import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { distinctResults, lifeOf, problemsIn, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife, type Meeting } from '../bench/meeting.ts';
import { bottleneckIn, quietAdvice, shareText, watchMachine } from '../bench/machine-watch.ts';
import { around } from '../bench/speech.ts';
import { judged, passed, unproved } from '../judge/check.ts';
import { count, quantile, round } from '../judge/quantile.ts';

const bufferSec = 3;

type Line = {
  number: number;
  meeting: Meeting;
  results: number;
  latenciesMs: number[];
  endMs: number | null;
};

/** Several meetings at once, each on its own connection, with real audio ten times as fast as it was spoken. */
export async function stress(bench: Bench): Promise<VerificationCheck[]> {
  const { connections, chunks, everyMs } = bench.work.stress;
  const endWatch = watchMachine();
  const settled = await Promise.allSettled(
    Array.from({ length: connections }, (_none, i) => oneLine(bench, i)),
  );
  const share = endWatch();
  const bottleneck = bottleneckIn(share, bench.work.limits.machine);
  const broken = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  for (const reason of broken) if (!(reason instanceof ConnectionBroke)) throw reason;
  const lines = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));

  const expectedEach = Math.ceil(chunks / bufferSec);
  const expected = expectedEach * connections;
  const got = lines.reduce((sum, { results }) => sum + results, 0);
  const latencies = lines.flatMap(({ latenciesMs }) => latenciesMs);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(latencies, share));
  const ends = lines.flatMap(({ endMs }) => endMs ?? []);
  // What says more about this machine is no figure of the target, nor to be compared with one.
  bench.figures.stressP95Ms = bottleneck === null ? (p95 ?? null) : null;
  const evidence = await evidenceOf(bench, lines);
  const perLine = lines
    .map((line) => `${line.number}: ${line.results} of ${expectedEach}, ${latencyText(line.latenciesMs)}`)
    .join('; ');
  const problems = [...new Set(lines.flatMap(({ meeting }) => problemsIn(meeting.connection.received)))];
  const shape = `${connections} connections × ${chunks} chunks, ${everyMs} ms apart`;
  const loss = ['loss', 'Nothing lost under load'] as const;
  const [firstBroken] = broken;
  const isUnfinished = got < expected && lines.some(({ endMs }) => endMs === null);

  return [
    firstBroken === undefined
      ? passed(['connections', 'Connections under load'], {
          value: lines.length,
          limit: connections,
          evidence: evidence.life,
          found: `All ${connections} lived from the first chunk to the end.`,
        })
      : unproved(['connections', 'Connections under load'], {
          value: lines.length,
          limit: connections,
          evidence: evidence.life,
          found: `${count(broken.length, 'connection')} of ${connections} broke: ${(firstBroken as Error).message}`,
          next: 'The phase reconnect says whether idle connections break as well. If they do not, the server ends connections under load.',
        }),
    firstBroken !== undefined || isUnfinished || (got === 0 && problems.length > 0)
      ? unproved(loss, {
          value: got,
          limit: expected,
          evidence: evidence.results,
          found:
            problems.length > 0
              ? `The target transcribes nothing: ${problems.join(' ')}`
              : isUnfinished
                ? 'The target had not answered when nothing had come for long: it is too slow to be judged.'
                : 'Not to be told with broken connections.',
        })
      : judged(got >= expected, loss, {
          value: got,
          limit: expected,
          evidence: evidence.results,
          found: `${got} of ${expected} stretches of speech were answered (${shape}). By connection: ${perLine}.`,
          next: 'Results are lost. If the phase end-to-end loses none, the server loses them under load: lower it, or look for a lock that several meetings share.',
        }),
    p50 === null || p50 === undefined || bottleneck !== null
      ? unproved(['latency', 'Third second to result under load'], {
          evidence: evidence.results,
          found: bottleneck ?? 'No result came.',
          ...(bottleneck !== null && { next: quietAdvice }),
        })
      : passed(['latency', 'Third second to result under load'], {
          value: p95 ?? null,
          unit: 'ms',
          evidence: evidence.results,
          found: `p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms.`,
        }),
    passed(['client', 'Our own share'], {
      value: Math.round(share.own * 100),
      unit: '%',
      limit: bench.work.limits.machine.own * 100,
      found: shareText(share),
    }),
    ends.length === 0
      ? unproved(['ends', 'Meetings ended'], { found: 'No meeting was ended by the target.' })
      : isUnfinished
        ? unproved(['ends', 'Meetings ended'], { found: 'Not all audio was answered yet.' })
        : judged(ends.length === lines.length, ['ends', 'Meetings ended'], {
            value: ends.length,
            limit: lines.length,
            evidence: evidence.ends,
            found: `${ends.length} of ${lines.length}, in ${round(Math.min(...ends))} to ${round(Math.max(...ends))} ms.`,
            next: 'PROCESSING_COMPLETE is missing: the server did not finish these meetings.',
          }),
  ];
}

async function oneLine(bench: Bench, i: number): Promise<Line> {
  const { chunks, everyMs } = bench.work.stress;
  const meeting = await openMeeting(bench, 'stress');
  const { connection } = meeting;
  // Each says something else at the same time.
  const sentMs = await meeting.speak(
    around(bench.speech, secToSamples(2.2 * i), secToSamples(chunks)),
    everyMs,
  );
  const { complete, atMs } = await meeting.end();
  if (complete === null) await requireLife(bench, connection);
  await connection.waitFor(() => null, 100);
  await connection.close();
  const results = distinctResults(connection.received);
  const latenciesMs = results.flatMap(({ received, isFinal }, at) => {
    const fullMs = sentMs[(at + 1) * bufferSec - 1];
    return isFinal || fullMs === undefined ? [] : [Math.max(0, received.atMs - fullMs)];
  });
  return {
    number: i + 1,
    meeting,
    results: results.length,
    latenciesMs,
    endMs: complete === null ? null : complete.atMs - atMs,
  };
}

function latencyText(ms: readonly number[]): string {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(ms, share) ?? '–');
  return `p50 ${p50}, p95 ${p95}, p99 ${p99} ms`;
}

async function evidenceOf(
  bench: Bench,
  lines: readonly Line[],
): Promise<{ results: number[]; ends: number[]; life: number[] }> {
  const evidence = { results: [] as number[], ends: [] as number[], life: [] as number[] };
  for (const { meeting } of lines) {
    const { connection, sessionId } = meeting;
    const events = await bench.events(sessionId);
    const results = distinctResults(connection.received).map(({ received }) => received);
    evidence.results.push(...seqsOf(events, connection, results));
    const ends = connection.received.filter(({ type }) => type === 'PROCESSING_COMPLETE');
    evidence.ends.push(...seqsOf(events, connection, ends));
    evidence.life.push(...lifeOf(events, connection));
  }
  return evidence;
}
