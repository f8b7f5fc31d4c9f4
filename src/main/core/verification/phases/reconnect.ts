import { handshake } from '../../../../shared/protocol/client-messages.ts';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { VerificationCheck } from '../../../../shared/verification/verification.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { register, type Registration } from '../bench/acquaintance.ts';
import { bodyOf, distinctResults, lifeOf, ofType, problemsIn, seqsOf, updatesIn } from '../bench/answers.ts';
import type { Bench } from '../bench/bench.ts';
import { ConnectionBroke } from '../bench/connect.ts';
import { openMeeting, requireLife } from '../bench/meeting.ts';
import { failed, judged, passed, unproved, type CheckName } from '../judge/check.ts';
import { round } from '../judge/quantile.ts';
import { saidBy } from '../../../../shared/errors.ts';
import { asTold, sentence } from '../../../../shared/words/all-words.ts';

/** Whether a connection lives, and whether a meeting outlives one. */
export async function reconnect(bench: Bench): Promise<VerificationCheck[]> {
  const survived = await cutInTheMiddle(bench).catch((error: unknown) => {
    if (!(error instanceof ConnectionBroke)) throw error;
    return unproved(survivesName, { found: sentence('verify.reconnect.short-life', { why: saidBy(error) }) });
  });
  return [survived, await oldConnection(bench)];
}

const survivesName = ['survives', sentence('verify.reconnect.survives')] as const;
const mostTries = 2;

/** Two seconds, a cut, the third second on a new connection: the buffer has to be whole. */
async function cutInTheMiddle(bench: Bench): Promise<VerificationCheck> {
  const { speech } = bench;
  const first = await openMeeting(bench, 'reconnect');
  first.sendChunk(speech.subarray(0, secToSamples(1)));
  first.sendChunk(speech.subarray(secToSamples(1), secToSamples(2)));
  // A pong says that both were read.
  if (bench.acquaintance.pongs > 0) await first.connection.ping(bench.work.answerMs);
  const acks = (): number => ofType(first.connection.received, 'HANDSHAKE_ACK').length;
  const before = acks();
  first.connection.send(handshake(bench.version, bench.target.clientType ?? undefined));
  if ((await first.connection.waitFor(() => (acks() > before ? true : null), bench.work.answerMs)) === null)
    await requireLife(bench, first.connection);
  first.connection.cut();
  bench.doing(sentence('verify.reconnect.doing.cut'), 0.3);

  const second = await openMeeting(bench, { again: first, generation: 2 });
  second.sendChunk(speech.subarray(secToSamples(2), secToSamples(3)));
  const { complete } = await second.end();
  if (complete === null) await requireLife(bench, second.connection);
  await second.connection.close();
  const events = await bench.events(first.sessionId);
  const { received } = second.connection;
  const told = [...distinctResults(received), ...updatesIn(received)];
  // A result may be lost on the way; what the target counts tells whether it had the audio.
  const counted = complete === null ? 0 : Number(bodyOf(complete).total_transcripts ?? 0);
  const evidence = [
    ...lifeOf(events, first.connection),
    ...seqsOf(events, second.connection, complete === null ? received : [complete]),
    ...seqsOf(
      events,
      second.connection,
      told.map((one) => one.received),
    ),
  ];
  const problems = problemsIn(received);
  if (told.length === 0 && problems.length > 0) {
    return unproved(survivesName, {
      evidence,
      found: sentence('verify.transcribes-nothing', { problems: problems.map(asTold) }),
    });
  }
  if (told.length === 0 && complete === null) {
    return unproved(survivesName, {
      evidence,
      found: sentence('verify.too-slow'),
    });
  }
  return judged(told.length > 0 || counted > 0, survivesName, {
    value: told.length,
    limit: 1,
    evidence,
    found:
      told.length > 0 || counted > 0
        ? sentence('verify.reconnect.survives.found')
        : sentence('verify.reconnect.survives.lost'),
    next: sentence('verify.reconnect.survives.next'),
  });
}

/** The connection with which the run began has been idle since. */
async function oldConnection(bench: Bench): Promise<VerificationCheck> {
  const { acquaintance, clock, work } = bench;
  const { connection, openedMs } = acquaintance;
  const name = ['stays-open', sentence('verify.reconnect.idle')] as const;
  const remainingMs = openedMs + work.idleMs - clock.monotonicMs();
  if (remainingMs > 0) bench.doing(sentence('verify.reconnect.doing.idle'), 0.6);
  await connection.waitFor(() => null, Math.max(1, remainingMs));
  const idleSec = round((clock.monotonicMs() - openedMs) / 1_000);
  if (connection.ended() !== null) return cutFromThere(bench, name);
  const acks = (): number => ofType(connection.received, 'HANDSHAKE_ACK').length;
  const before = acks();
  connection.send(handshake(bench.version, bench.target.clientType ?? undefined));
  const patienceMs = Math.max(3_000, 3 * acquaintance.answerMs);
  const answered = await connection.waitFor(() => (acks() > before ? true : null), patienceMs);
  if (connection.ended() !== null) return cutFromThere(bench, name);
  const events = await bench.events(connection.sessionId);
  if (answered === null) {
    return failed(name, {
      value: idleSec,
      unit: 's',
      limit: null,
      evidence: events.map(({ seq }) => seq),
      found: sentence('verify.reconnect.half-open', { sec: idleSec }),
      next: sentence('verify.reconnect.half-open.next'),
    });
  }
  return passed(name, {
    value: idleSec,
    unit: 's',
    evidence: seqsOf(events, connection, connection.received.slice(-1)),
    found: sentence('verify.reconnect.idle.found', { sec: idleSec }),
  });
}

async function cutFromThere(bench: Bench, name: CheckName): Promise<VerificationCheck> {
  const { connection, registration } = bench.acquaintance;
  const end = connection.ended();
  const now = await registerAgain(bench);
  const events = await bench.events(connection.sessionId);
  const evidence = events.filter(({ kind }) => kind === 'connection').map(({ seq }) => seq);
  const isOther = registration !== null && now !== null && isOtherLife(registration, now);
  const why = end?.said ?? '';
  return failed(name, {
    value: end?.code ?? null,
    limit: null,
    evidence,
    found: sentence(isOther ? 'verify.reconnect.restarted' : 'verify.reconnect.cut', { why }),
    next: sentence(isOther ? 'verify.reconnect.restarted.next' : 'verify.reconnect.cut.next'),
  });
}

/** A server that is being restarted takes no connections for a moment. */
async function registerAgain(bench: Bench): Promise<Registration | null> {
  const { connection } = bench.acquaintance;
  for (let i = 1; i <= mostTries; i += 1) {
    try {
      const again = await bench.open(connection.sessionId, i + 1);
      const registration = await register(again, sessionName(connection.sessionId));
      again.cut();
      return registration;
    } catch (error) {
      if (!(error instanceof ConnectionBroke)) throw error;
      await sleep(bench.clock, 1_500, bench.signal);
      bench.signal.throwIfAborted();
    }
  }
  return null;
}

export const sessionName = (sessionId: string): string => sessionId.replaceAll(/[^\w-]/g, '-');

/** A real backend names our meeting with a salt of its process. Where it keeps our name, it says whether it knew it. */
function isOtherLife(before: Registration, now: Registration): boolean {
  return before.meetingId !== now.meetingId || now.isNewSession === true;
}
