import { randomUUID } from 'node:crypto';
import { secToSamples } from '../../../../shared/sound/audio.ts';
import type { ConnectionStatus } from '../../../../shared/session/health.ts';
import { messageOf } from '../../../../shared/errors.ts';
import { errorText } from '../../../../shared/protocol/error-text.ts';
import { canonicalName } from '../../../../shared/protocol/names.ts';
import { decodeFrame, type BackendMessage } from '../../../../shared/protocol/decode.ts';
import { sleep } from '../../lifecycle/lifecycle.ts';
import type { Clock, RecordEvent, RecordFrame, StreamedSession, StreamOutcome } from '../../ports/ports.ts';
import { ConnectionFailed, openConnection, type Connection } from './connection/connection.ts';
import { outsideText, type ConnectionEnd, type Dial } from '../../network/network.ts';
import { createRetries } from './retries.ts';
import { createSetAside } from './set-aside.ts';
import { plainChunkBytes } from './chunk-messages.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import { createMeetingTalk } from './meeting-talk.ts';
import type { Outbox } from '../outbox/outbox.ts';
import { createPace } from './pace.ts';
import { plainFrameBytes } from './plain-frame-bytes.ts';

export type LinkOptions = {
  dial: Dial;
  target: string;
  session: StreamedSession;
  version: string;
  outbox: Outbox;
  read: (firstSample: number, count: number) => Promise<Int16Array>;
  compress: boolean;
  /** At most so many times real time. */
  maxRate: number;
  /** How long a target that is away is still waited for once no more audio will come. */
  absentAfterFinishMs: number;
  clock: Clock;
  random: () => number;
  endSilenceMs: number;
  endDeadlineMs: number;
  record: RecordEvent;
  recordFrame: RecordFrame;
  onMessage: (message: BackendMessage) => void;
  onStatus: (status: ConnectionStatus) => void;
};

export type Link = {
  /** Connects, reconnects and sends until all is delivered and the meeting has ended, or `signal` fires. */
  run(signal: AbortSignal): Promise<StreamOutcome>;
  /** No more audio will come; from now on an absent target is waited for only a while. */
  finish(): void;
  /** Ends the wait for the next try. */
  tryNow(): void;
  /** The machine was asleep: tries at once, and gives a connection up that does not answer soon. */
  wakeUp(): void;
  /** A plain client would have sent these samples of silence too. */
  leftOut(sampleCount: number): void;
  bytes(): { out: number; in: number; plainOut: number };
};

// Health of this length forgets earlier failures.
const healthyMs = 30_000;
// A target that finds a second of audio too big for a message gets less at a time, down to a tenth.
const fewestSamples = secToSamples(0.1);

export function createLink(options: LinkOptions): Link {
  const { session, outbox, clock } = options;
  const finished = new AbortController();
  const pace = createPace(clock, options.maxRate);
  const retries = createRetries(options);
  const past = { out: 0, in: 0 };
  let impatient = new AbortController();
  let mostSamples = Number.POSITIVE_INFINITY;
  let plainOut = 0;
  let generation = 0;
  let hasStarted = false;
  let isTalking = false;
  let current: Connection | null = null;
  let finishedMs = Number.POSITIVE_INFINITY;

  const place = { sessionId: session.sessionId, target: options.target };
  const setAside = createSetAside({ record: options.record, place });

  async function run(signal: AbortSignal): Promise<StreamOutcome> {
    for (let attempt = 1; ; attempt += 1) {
      const openedMs = clock.monotonicMs();
      const end = await tryOnce(signal);
      if (end === null) return setAside.outcome();
      // A connection that ended in silence was not healthy, however long that took to notice.
      const wasSilent = end.code === 'silent' || end.code === 'no-pong';
      const wasHealthy = !wasSilent && clock.monotonicMs() - openedMs >= healthyMs;
      if (wasHealthy) attempt = 1;
      const suspect = isTalking ? outbox.firstOnTheWay() : null;
      const next = retries.after(end, {
        wasHealthy,
        wasAccepted: hasStarted,
        suspect: suspect?.firstSample ?? null,
        isSmallest: mostSamples <= fewestSamples,
      });
      options.record({
        kind: 'connection',
        type: 'connection.ended',
        ...place,
        generation,
        reason: next.sentence,
        fields: { code: end.code, retry: next.retry },
      });
      if (suspect !== null && next.setAside !== null) {
        outbox.setAside(suspect.firstSample);
        setAside.add(suspect, end);
      }
      if (!next.retry || signal.aborted) return stopped(next.sentence);
      if (clock.monotonicMs() + next.waitMs - finishedMs > options.absentAfterFinishMs)
        return stopped(next.sentence);
      if (end.code === '1009') sendSmallerFrames();
      options.onStatus({
        phase: 'waiting',
        sentence: `${next.sentence} The audio is kept and sent when the target is back.`,
        attempt,
        untilMs: clock.nowMs() + next.waitMs,
      });
      impatient = new AbortController();
      // Stop makes one more try at once; after that the wait is a wait again.
      const stopWaiting = finished.signal.aborted ? [] : [finished.signal];
      await sleep(clock, next.waitMs, signal, impatient.signal, ...stopWaiting);
    }
  }

  function sendSmallerFrames(): void {
    mostSamples = Math.max(fewestSamples, Math.floor(Math.min(mostSamples, secToSamples(1)) / 2));
  }

  function stopped(sentence: string): StreamOutcome {
    options.onStatus({ phase: 'stopped', sentence });
    return { complete: false, sentence };
  }

  /** One connection from opening to its end. `null` when the meeting is complete. */
  async function tryOnce(signal: AbortSignal): Promise<ConnectionEnd | null> {
    generation += 1;
    isTalking = false;
    const connectionId = randomUUID();
    const mailbox = createMailbox(clock);
    const where = { ...place, connectionId, generation };
    options.onStatus({ phase: 'connecting', sentence: `Connecting to ${options.target}.` });
    options.record({
      kind: 'connection',
      type: 'connection.opening',
      ...where,
      fields: { url: withoutQuery(options.dial.url) },
    });
    try {
      const connection = await openConnection({
        dial: options.dial,
        userAgent: `scrumbot-desktop/${options.version}`,
        compress: retries.compress(),
        clock,
        signal,
        onText: (raw, deliveries) => received(raw, deliveries, connectionId, mailbox),
        onBinary: (byteLength) => {
          options.record({
            kind: 'connection',
            type: 'frame.binary',
            direction: 'in',
            ...where,
            bytes: byteLength,
            reason: 'The target sent a binary frame; the protocol has text frames only.',
          });
        },
        onPong: (token, roundTripMs) => {
          const firstSample = Number(token);
          options.record({
            kind: 'connection',
            type: 'ping.answered',
            direction: 'in',
            ...where,
            fields: { roundTripMs, firstSample: token === '' ? null : firstSample },
          });
          if (token !== '' && Number.isSafeInteger(firstSample)) {
            outbox.deliveredUpTo(firstSample);
            retries.delivered(firstSample);
          }
        },
      });
      current = connection;
      try {
        const talk = createMeetingTalk({
          ...options,
          connection,
          mailbox,
          send: (message, reason) => send(connection, connectionId, message, reason),
          pace,
          mostSamples,
          oneAtATime: () => retries.oneAtATime(),
          finished: finished.signal,
        });
        await talk.shakeHands(!hasStarted);
        hasStarted = true;
        isTalking = true;
        options.record({ kind: 'connection', type: 'connection.open', ...where });
        await talk.sendAll();
        await talk.endMeeting();
        await connection.close();
        options.record({
          kind: 'connection',
          type: 'connection.closed',
          ...where,
          fields: connection.bytes(),
        });
        options.onStatus({ phase: 'idle', sentence: 'The meeting is complete.' });
        return null;
      } finally {
        connection.terminate({ code: 'over', sentence: 'The connection is over.', retry: true });
        const bytes = connection.bytes();
        past.out += bytes.out;
        past.in += bytes.in;
        current = null;
      }
    } catch (error) {
      if (error instanceof ConnectionFailed) return error.end;
      throw error;
    }
  }

  function received(raw: string, deliveries: number, connectionId: string, mailbox: Mailbox): void {
    const frame = decodeFrame(raw);
    options.recordFrame({
      direction: 'in',
      raw,
      message: frame.ok ? frame.message : null,
      reason: frame.ok ? null : frame.reason,
      deliveries,
      ...place,
      connectionId,
      generation,
    });
    if (!frame.ok) {
      mailbox.putError(outsideText(raw));
      return;
    }
    try {
      if (frame.message.type === 'ERROR') mailbox.putError(outsideText(errorText(frame.message) ?? raw));
      mailbox.put(canonicalName(frame.message.type));
      options.onMessage(frame.message);
    } catch (error) {
      // What a peer sends must not end a recording, whatever defect of ours it meets.
      options.record({
        kind: 'stream',
        type: 'frame.not-handled',
        ...place,
        connectionId,
        generation,
        reason: `A message of the target could not be handled: ${messageOf(error)}.`,
      });
    }
  }

  async function send(
    connection: Connection,
    connectionId: string,
    message: object,
    reason: string | null,
  ): Promise<void> {
    const raw = JSON.stringify(message);
    plainOut += plainFrameBytes(Buffer.byteLength(raw));
    options.recordFrame({
      direction: 'out',
      raw,
      message: message as BackendMessage,
      reason,
      ...place,
      connectionId,
      generation,
    });
    await connection.send(raw);
  }

  return {
    run,
    tryNow: () => impatient.abort(),
    wakeUp() {
      impatient.abort();
      current?.prove();
    },
    leftOut(sampleCount) {
      plainOut += plainChunkBytes(session, sampleCount, clock.nowMs());
    },
    finish() {
      finishedMs = clock.monotonicMs();
      finished.abort();
      outbox.finish();
    },
    bytes() {
      const now = current?.bytes() ?? { out: 0, in: 0 };
      return { out: past.out + now.out, in: past.in + now.in, plainOut };
    },
  };
}

/** Addresses go into events, credentials in their queries and user parts do not. */
function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
