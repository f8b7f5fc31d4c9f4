import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { distinctResults, lifeOf, problemsIn, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife, type Meeting } from '../bench/meeting.ts';
import {
  bottleneckIn,
  isUpperBound,
  quietAdvice,
  shareOf,
  watchMachine,
  type MachineShare,
} from '../bench/machine-watch.ts';
import { measureAgain, triesOf } from '../bench/measure-again.ts';
import { around } from '../bench/speech.ts';
import type { Work } from '../bench/work.ts';
import { judged, passed, unproved } from '../judge/check.ts';
import { quantile, round } from '../judge/quantile.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { asTold, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

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
  const latency = { p50: p50 ?? 0, p95: p95 ?? 0, p99: p99 ?? 0 };
  const ends = lines.flatMap(({ endMs }) => endMs ?? []);
  // What says more about this machine is no figure of the target, nor to be compared with one.
  bench.figures.stressP95Ms = bottleneck === null ? (p95 ?? null) : null;
  const evidence = await evidenceOf(bench, lines);
  const perLine = lines.map(({ number, results, latenciesMs }) =>
    sentence('verify.stress.line', { number, results, of: expectedEach, times: timesOf(latenciesMs) }),
  );
  const problems = [...new Set(lines.flatMap(({ meeting }) => problemsIn(meeting.connection.received)))];
  const loss = ['loss', sentence('verify.stress.loss')] as const;
  const [firstBroken] = broken;
  const isUnfinished = got < expected && lines.some(({ endMs }) => endMs === null);

  return [
    firstBroken === undefined
      ? passed(['connections', sentence('verify.stress.connections')], {
          value: lines.length,
          limit: connections,
          evidence: evidence.life,
          found: sentence('verify.stress.connections.found', { connections }),
        })
      : unproved(['connections', sentence('verify.stress.connections')], {
          value: lines.length,
          limit: connections,
          evidence: evidence.life,
          found: sentence('verify.stress.connections.broke', {
            broken: broken.length,
            of: connections,
            why: saidBy(firstBroken),
          }),
          next: sentence('verify.stress.connections.next'),
        }),
    firstBroken !== undefined || isUnfinished || (got === 0 && problems.length > 0)
      ? unproved(loss, {
          value: got,
          limit: expected,
          evidence: evidence.results,
          found:
            problems.length > 0
              ? sentence('verify.transcribes-nothing', { problems: problems.map(asTold) })
              : isUnfinished
                ? sentence('verify.too-slow')
                : sentence('verify.stress.loss.broken'),
        })
      : judged(got >= expected, loss, {
          value: got,
          limit: expected,
          evidence: evidence.results,
          found: sentence('verify.stress.loss.found', {
            got,
            of: expected,
            connections,
            chunks,
            everyMs,
            lines: perLine,
          }),
          next: sentence('verify.stress.loss.next'),
        }),
    p50 === null || p50 === undefined || (bottleneck !== null && !isBound)
      ? unproved(['latency', sentence('verify.stress.latency')], {
          evidence: evidence.results,
          found:
            bottleneck === null
              ? sentence('verify.talk.no-result')
              : sentence('verify.parts', { parts: [bottleneck, ...triesOf(tries)] }),
          ...(bottleneck !== null && { next: quietAdvice() }),
        })
      : passed(['latency', sentence('verify.stress.latency')], {
          value: p95 ?? null,
          unit: 'ms',
          limit: isBound ? limits.firstResultMs : null,
          evidence: evidence.results,
          found: isBound
            ? sentence('verify.parts', {
                parts: [sentence('verify.stress.latency.bound', latency), sentence('verify.upper-bound')],
              })
            : sentence('verify.stress.latency.found', latency),
        }),
    passed(['client', sentence('verify.stress.client')], {
      value: Math.round(share.own * 100),
      unit: '%',
      limit: limits.machine.own * 100,
      found: sentence('verify.parts', { parts: [shareOf(share), paceSaid(measured, bench.work)] }),
    }),
    ends.length === 0
      ? unproved(['ends', sentence('verify.stress.ends')], { found: sentence('verify.stress.ends.none') })
      : isUnfinished
        ? unproved(['ends', sentence('verify.stress.ends')], { found: sentence('verify.stress.ends.open') })
        : judged(ends.length === lines.length, ['ends', sentence('verify.stress.ends')], {
            value: ends.length,
            limit: lines.length,
            evidence: evidence.ends,
            found: sentence('verify.stress.ends.found', {
              got: ends.length,
              of: lines.length,
              least: round(Math.min(...ends)),
              most: round(Math.max(...ends)),
            }),
            next: sentence('verify.stress.ends.next'),
          }),
  ];
}

type Round = {
  lines: Line[];
  broken: unknown[];
  share: MachineShare;
  bottleneck: Sentence | null;
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

function paceSaid(round: Round, work: Work): Sentence {
  const { tookMs, askedMs } = paceOf(round, work);
  return sentence('verify.stress.pace', { tookMs: Math.round(tookMs), askedMs });
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

function timesOf(ms: readonly number[]): Sentence {
  const [p50 = '–', p95 = '–', p99 = '–'] = [0.5, 0.95, 0.99].map((share) => quantile(ms, share) ?? '–');
  return sentence('verify.stress.times', { p50, p95, p99 });
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
