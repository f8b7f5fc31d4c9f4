import { handshake, sessionProbe } from '../../../../shared/protocol/client-messages.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import { AppError } from '../../../../shared/errors.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import { outsideText } from '../../network/network.ts';
import type { Clock } from '../../ports/ports.ts';
import { bodyOf, ofType } from './answers.ts';
import { ConnectionBroke, type BenchConnection } from './connect.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

/** What is known of a target from its first minute. Its connection stays open, to see what becomes of it. */
export type Acquaintance = {
  connection: BenchConnection;
  openedMs: number;
  /** Whether it greets, so that the answer to HANDSHAKE is the second HANDSHAKE_ACK. */
  greets: boolean;
  serverVersion: string | null;
  /** From HANDSHAKE to its answer, ms, while nothing else goes on. */
  answerMs: number;
  /** Median of some pings, ms; `null` when it answers none. */
  roundTripMs: number | null;
  pongs: number;
  pings: number;
  /** What it says of our session, by which another life of it can be told. */
  registration: Registration | null;
};

export type Registration = { meetingId: unknown; isNewSession: unknown };

const retryAfterMs = 1_500;
const greetingMs = 1_000;
const answerMs = 10_000;
const pingMs = 2_000;
const registrationMs = 2_000;
export const pings = 3;

/**
 * Opens a connection and shakes hands. A target that is being started is given a second try.
 * @throws AppError `unreachable` with the reason when no ScrumBot backend answers
 */
export async function getAcquainted(options: {
  open: () => Promise<BenchConnection>;
  meetingId: string;
  clientType: string | undefined;
  version: string;
  target: string;
  clock: Clock;
  signal: AbortSignal;
}): Promise<Acquaintance> {
  const { clock, signal, version, clientType } = options;
  const connection = await openSoon();
  const openedMs = clock.monotonicMs();
  const acks = (): number => ofType(connection.received, 'HANDSHAKE_ACK').length;

  async function openSoon(): Promise<BenchConnection> {
    try {
      return await options.open();
    } catch (error) {
      if (!(error instanceof ConnectionBroke) || !error.end.retry) throw unreachable(error);
      await sleep(clock, retryAfterMs, signal);
      signal.throwIfAborted();
      return options.open().catch((again: unknown) => {
        throw unreachable(again);
      });
    }
  }

  function unreachable(error: unknown): unknown {
    if (!(error instanceof ConnectionBroke)) return error;
    return new AppError(
      'unreachable',
      sentence('verification.no-connection', { target: options.target, why: error.end.sentence }),
      {
        cause: error,
      },
    );
  }

  await connection.waitFor(() => (acks() > 0 ? true : null), greetingMs);
  const askedMs = connection.ended() === null ? connection.send(handshake(version, clientType)) : 0;
  const before = acks();
  await connection.waitFor(() => (acks() > before ? true : null), answerMs);
  if (acks() === before) {
    const said = connection.received
      .map(({ message }) => (message === null ? say('verify.unreadable-answer') : errorText(message)))
      .find((text) => text !== null);
    const sentBinary = connection.counts().binaryIn > 0;
    const why =
      connection.ended()?.said ??
      (said === undefined
        ? sentence(sentBinary ? 'verify.binary-peer' : 'verify.silent-peer', { sec: answerMs / 1_000 })
        : sentence('verify.other-answer', { said: outsideText(said) }));
    connection.cut();
    throw new AppError('unreachable', sentence('verification.no-backend', { target: options.target, why }));
  }
  // One that greets late has greeted by now; its answer follows the greeting.
  const ackTimes = ofType(connection.received, 'HANDSHAKE_ACK');
  const firstAckMs = ackTimes.at(-1)?.atMs ?? askedMs;
  const patienceMs = Math.max(greetingMs, 3 * (firstAckMs - openedMs));
  await connection.waitFor(() => (acks() > 1 ? true : null), patienceMs);
  const all = ofType(connection.received, 'HANDSHAKE_ACK');
  const greets = all.length > 1 || before > 0;
  const times: number[] = [];
  for (let i = 0; i < pings && connection.ended() === null; i += 1) {
    const ms = await connection.ping(pingMs);
    if (ms === null) break;
    times.push(ms);
  }
  const registration = await register(connection, options.meetingId);
  const version_ = all[0]?.message?.serverVersion;
  return {
    connection,
    openedMs,
    greets,
    serverVersion: typeof version_ === 'string' && version_ !== '' ? outsideText(version_) : null,
    answerMs: Math.max(0, (all.at(-1)?.atMs ?? askedMs) - askedMs),
    roundTripMs: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? null,
    pongs: times.length,
    pings,
    registration,
  };
}

/** Asks for a session without audio. `null` when the target does not say. */
export async function register(connection: BenchConnection, meetingId: string): Promise<Registration | null> {
  if (connection.ended() !== null) return null;
  const before = ofType(connection.received, 'SESSION_REGISTERED').length;
  connection.send(sessionProbe(meetingId));
  const answer = await connection.waitFor(
    () => ofType(connection.received, 'SESSION_REGISTERED')[before] ?? null,
    registrationMs,
  );
  if (answer === null) return null;
  const { meetingId: named, isNewSession } = bodyOf(answer);
  return { meetingId: named, isNewSession };
}

export type Silence = 'closed' | 'half-open' | 'quiet';

/** Why an answer does not come: the connection is over, nobody is there any more, or there is just no answer. */
export async function explainSilence(
  connection: BenchConnection,
  { pongs }: Pick<Acquaintance, 'pongs'>,
): Promise<Silence> {
  if (connection.ended() !== null) return 'closed';
  // Where pings were never answered their silence says nothing.
  if (pongs === 0) return 'quiet';
  return (await connection.ping(pingMs)) === null ? 'half-open' : 'quiet';
}
