import { handshake as handshakeMessage } from '../../../../shared/protocol/client-messages.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { ofType, seqsOf } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import type { BenchConnection, Received } from '../bench/connect.ts';
import { bottleneckIn, quietAdvice, watchMachine } from '../bench/machine-watch.ts';
import { measureAgain, triesOf } from '../bench/measure-again.ts';
import { requireLife } from '../bench/meeting.ts';
import type { Limits } from '../bench/work.ts';
import { failed, judged, passed, unproved } from '../judge/check.ts';
import { quantile, round } from '../judge/quantile.ts';
import { sentence, type Sentence } from '../../../../shared/words/all-words.ts';

const greetingMs = 1_000;
const pingMs = 2_000;

/** HANDSHAKE_ACK on connecting and for each HANDSHAKE, how soon, and whether pings are answered. */
export async function handshake(bench: Bench): Promise<VerificationCheck[]> {
  const { work, acquaintance } = bench;
  const session = bench.session('handshake');
  const connection = await bench.open(session);
  const acks = () => ofType(connection.received, 'HANDSHAKE_ACK');
  // A target whose every answer comes late greets late.
  await connection.waitFor(() => acks()[0] ?? null, greetingMs + 2 * acquaintance.answerMs);
  const greeted = acks()[0];
  // One whose greeting came too late to be noticed as one when it was met.
  acquaintance.greets ||= greeted !== undefined;
  let answered = 0;
  const { measured, tries } = await measureAgain(
    bench,
    async () => {
      const shakes = await shakeHands(bench, connection, acks);
      answered += shakes.times.length;
      return shakes;
    },
    ({ bottleneck, times, pongs }) => bottleneck !== null && !isQuick(work.limits, times, pongs),
  );
  const { times, pongs, bottleneck } = measured;
  await connection.close();

  const events = await bench.events(session);
  const evidenceOfAcks = seqsOf(events, connection, acks());
  const asked = connection.counts().out;
  const p50 = quantile(times, 0.5);
  const p95 = quantile(times, 0.95);
  const roundTripMs = quantile(pongs, 0.5);
  bench.figures.handshakeP50Ms = p50;
  const beyond = (ms: number): number => beyondTheWay(ms, roundTripMs);
  const timed: typeof judged = (isGood, name, outcome) =>
    isGood || bottleneck === null
      ? judged(isGood, name, outcome)
      : unproved(name, {
          ...outcome,
          found: sentence('verify.parts', { parts: [outcome.found, bottleneck, ...triesOf(tries)] }),
          next: quietAdvice(),
        });
  const ackTime = (
    id: 'ack-p50' | 'ack-p95',
    ms: number,
    { limitMs, found }: { limitMs: number; found: Sentence },
  ): VerificationCheck =>
    timed(beyond(ms) <= limitMs, [id, sentence(`verify.handshake.${id}`)], {
      value: ms,
      unit: 'ms',
      limit: round(limitMs + (roundTripMs ?? 0)),
      evidence: evidenceOfAcks,
      found,
      next: sentence(`verify.handshake.${id}.next`),
    });

  return [
    judged(greeted !== undefined, ['ack-on-connect', sentence('verify.handshake.ack-on-connect')], {
      value: greeted === undefined ? 0 : 1,
      limit: 1,
      evidence: greeted === undefined ? evidenceOfAcks : seqsOf(events, connection, [greeted]),
      found: sentence(greeted === undefined ? 'verify.handshake.no-greeting' : 'verify.handshake.greeting'),
      next: sentence('verify.handshake.ack-on-connect.next'),
    }),
    judged(answered === asked, ['ack-per-handshake', sentence('verify.handshake.ack-per-handshake')], {
      value: answered,
      limit: asked,
      evidence: evidenceOfAcks,
      found: sentence('verify.handshake.ack-per-handshake.found', { got: answered, of: asked }),
      next: sentence('verify.handshake.ack-per-handshake.next'),
    }),
    ...(p50 === null || p95 === null
      ? []
      : [
          ackTime('ack-p50', p50, {
            limitMs: work.limits.handshakeP50Ms,
            found: sentence('verify.handshake.ack-p50.found', { ms: p50, wayMs: roundTripMs ?? '' }),
          }),
          ackTime('ack-p95', p95, {
            limitMs: work.limits.handshakeP95Ms,
            found: sentence('verify.handshake.ack-p95.found', { ms: p95 }),
          }),
        ]),
    roundTripMs === null
      ? failed(['pings', sentence('verify.handshake.pings')], {
          value: 0,
          limit: 1,
          evidence: [],
          found: sentence('verify.handshake.no-pong'),
          next: sentence('verify.handshake.no-pong.next'),
        })
      : passed(['pings', sentence('verify.handshake.pings')], {
          value: roundTripMs,
          unit: 'ms',
          evidence: events.filter(({ type }) => type === 'ping.answered').map(({ seq }) => seq),
          found: sentence('verify.handshake.pings.found', { ms: roundTripMs }),
        }),
  ];
}

type Shakes = { times: number[]; pongs: number[]; bottleneck: Sentence | null };

/** Asks again and again, then pings. @throws ConnectionBroke */
async function shakeHands(
  bench: Bench,
  connection: BenchConnection,
  acks: () => readonly Received[],
): Promise<Shakes> {
  const { work, clock } = bench;
  const times: number[] = [];
  const endWatch = watchMachine();
  for (let i = 0; i < work.handshakes; i += 1) {
    const before = acks().length;
    const askedMs = connection.send(handshakeMessage(bench.version, bench.target.clientType ?? undefined));
    const ack = await connection.waitFor(() => acks()[before] ?? null, work.answerMs);
    if (ack === null) {
      await requireLife(bench, connection);
      break;
    }
    times.push(ack.atMs - askedMs);
    bench.doing(sentence('verify.handshake.doing', { nth: i + 1, of: work.handshakes }), i / work.handshakes);
    // Three slow ones say it all.
    if (times.length >= 3 && clock.monotonicMs() - askedMs > 2_000) break;
  }
  const pongs: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const ms = await connection.ping(pingMs);
    if (ms === null) break;
    pongs.push(ms);
  }
  return { times, pongs, bottleneck: bottleneckIn(endWatch(), work.limits.machine) };
}

function isQuick(
  { handshakeP50Ms, handshakeP95Ms }: Limits,
  times: readonly number[],
  pongs: readonly number[],
): boolean {
  const roundTripMs = quantile(pongs, 0.5);
  const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
  return (
    p50 !== null &&
    p95 !== null &&
    beyondTheWay(p50, roundTripMs) <= handshakeP50Ms &&
    beyondTheWay(p95, roundTripMs) <= handshakeP95Ms
  );
}

const beyondTheWay = (ms: number, roundTripMs: number | null): number =>
  round(Math.max(0, ms - (roundTripMs ?? 0)));
