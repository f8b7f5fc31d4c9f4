import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { distinctResults, lifeOf, problemsIn, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife, type Meeting } from '../bench/meeting.ts';
import {
  bottleneckIn,
  boundText,
  isUpperBound,
  quietAdvice,
  shareText,
  watchMachine,
  type MachineShare,
} from '../bench/machine-watch.ts';
import { measureAgain, triesText } from '../bench/measure-again.ts';
import { around } from '../bench/speech.ts';
import type { Work } from '../bench/work.ts';
import { judged, passed, unproved } from '../judge/check.ts';
import { count, quantile, round } from '../judge/quantile.ts';

const bufferSec = 3;

type Line = {
  number: number;
  meeting: Meeting;
  /** When its chunks went, monotonic ms. */
  sentMs: number[];
  results: number;
  latenciesMs: number[];
  endMs: number | null;
};

/** Several meetings at once, each on its own connection, with real audio ten times as fast as it was spoken. */
export async function stress(bench: Bench): Promise<VerificationCheck[]> {
  const { connections, chunks, everyMs } = bench.work.stress;
  const { limits } = bench.work;
  const { measured, tries } = await measureAgain(
    bench,
    () => oneRound(bench),
    // What was lost or broke is not to be measured again until it looks well.
    (once) => once.bottleneck !== null && isWhole(once, chunks) && !isBounded(once, bench.work),
  );
  const { lines, broken, share, bottleneck } = measured;
  const isBound = bottleneck !== null && isBounded(measured, bench.work);

  const expectedEach = resultsOf(chunks);
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
    p50 === null || p50 === undefined || (bottleneck !== null && !isBound)
      ? unproved(['latency', 'Third second to result under load'], {
          evidence: evidence.results,
          found: bottleneck === null ? 'No result came.' : `${bottleneck}${triesText(tries)}`,
          ...(bottleneck !== null && { next: quietAdvice }),
        })
      : passed(['latency', 'Third second to result under load'], {
          value: p95 ?? null,
          unit: 'ms',
          limit: isBound ? limits.firstResultMs : null,
          evidence: evidence.results,
          found: `${isBound ? 'At most ' : ''}p50 ${p50} ms, p95 ${p95} ms, p99 ${p99} ms.${isBound ? ` ${boundText}` : ''}`,
        }),
    passed(['client', 'Our own share'], {
      value: Math.round(share.own * 100),
      unit: '%',
      limit: limits.machine.own * 100,
      found: `${shareText(share)} ${paceText(measured, bench.work)}`,
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

type Round = {
  lines: Line[];
  broken: unknown[];
  share: MachineShare;
  bottleneck: string | null;
};

/** All connections once. */
async function oneRound(bench: Bench): Promise<Round> {
  const { connections } = bench.work.stress;
  const endWatch = watchMachine();
  const settled = await Promise.allSettled(
    Array.from({ length: connections }, (_none, i) => oneLine(bench, i)),
  );
  const share = endWatch();
  const broken = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  for (const reason of broken) if (!(reason instanceof ConnectionBroke)) throw reason;
  const lines = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  return { lines, broken, share, bottleneck: bottleneckIn(share, bench.work.limits.machine) };
}

const resultsOf = (chunks: number): number => Math.ceil(chunks / bufferSec);

function isWhole({ lines, broken }: Round, chunks: number): boolean {
  return (
    broken.length === 0 && lines.every(({ results, endMs }) => endMs !== null && results >= resultsOf(chunks))
  );
}

/** Beside other work a latency is proved to be short where it was, and the load was put on as it was asked for. */
function isBounded(round: Round, work: Work): boolean {
  const p95 = quantile(
    round.lines.flatMap(({ latenciesMs }) => latenciesMs),
    0.95,
  );
  const pace = paceOf(round, work);
  return (
    p95 !== null && p95 <= work.limits.firstResultMs && isUpperBound(round.share, work.limits.machine, pace)
  );
}

/** From the first chunk of any connection to the last of any. */
function paceOf(
  { lines }: Round,
  { stress: { chunks, everyMs } }: Work,
): { tookMs: number; askedMs: number } {
  const sent = lines.flatMap(({ sentMs }) => sentMs);
  const tookMs = sent.length === 0 ? 0 : Math.max(...sent) - Math.min(...sent);
  return { tookMs, askedMs: (chunks - 1) * everyMs };
}

function paceText(round: Round, work: Work): string {
  const { tookMs, askedMs } = paceOf(round, work);
  return `All chunks went within ${Math.round(tookMs)} ms (${askedMs} ms asked for).`;
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
    sentMs,
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
