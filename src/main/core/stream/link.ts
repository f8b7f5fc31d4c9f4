import { randomUUID } from 'node:crypto';
import type { ConnectionStatus } from '../../../shared/health.ts';
import { canonicalName } from '../../../shared/protocol/names.ts';
import { audioChunk, handshake, meetingEvent } from '../../../shared/protocol/client-messages.ts';
import { decodeFrame, type BackendMessage } from '../../../shared/protocol/decode.ts';
import { sleep } from '../lifecycle/sleep.ts';
import type { Clock, RecordEvent, RecordFrame, StreamOutcome } from '../ports.ts';
import { backoffMs } from './backoff.ts';
import { ConnectionFailed, openConnection, type Connection } from './connection.ts';
import type { ConnectionEnd } from './connection-end.ts';
import { createMailbox, type Mailbox } from './mailbox.ts';
import type { Outbox } from './outbox.ts';
import { plainFrameBytes } from './plain-frame-bytes.ts';

export type LinkOptions = {
  url: string;
  target: string;
  session: { sessionId: string; meetingId: string; title: string; startedMs: number };
  version: string;
  outbox: Outbox;
  read: (firstSample: number, count: number) => Promise<Int16Array>;
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
  bytes(): { out: number; in: number; plainOut: number };
};

const handshakeTimeoutMs = 10_000;
// Health of this length forgets earlier failures.
const healthyMs = 30_000;
// After Stop nobody wants to wait long for a target that is away; what is undelivered stays on disk.
const absentAfterFinishMs = 20_000;

export function createLink(options: LinkOptions): Link {
  const { session, outbox, clock } = options;
  const finished = new AbortController();
  const past = { out: 0, in: 0 };
  let plainOut = 0;
  let generation = 0;
  let startedSent = false;
  let current: Connection | null = null;
  let finishedMs = Number.POSITIVE_INFINITY;

  const place = { sessionId: session.sessionId, target: options.target };

  async function run(signal: AbortSignal): Promise<StreamOutcome> {
    for (let attempt = 0; ; attempt += 1) {
      const openedMs = clock.monotonicMs();
      const end = await tryOnce(signal);
      if (end === null) return { complete: true };
      options.record({
        kind: 'connection',
        type: 'connection.ended',
        ...place,
        generation,
        reason: end.sentence,
        fields: { code: end.code, retry: end.retry },
      });
      if (!end.retry || signal.aborted) return stopped(end.sentence);
      if (clock.monotonicMs() - openedMs >= healthyMs) attempt = 0;
      const waitMs = backoffMs(attempt, options.random());
      if (clock.monotonicMs() + waitMs - finishedMs > absentAfterFinishMs) return stopped(end.sentence);
      options.onStatus({
        phase: 'waiting',
        sentence: `${end.sentence} Recording goes on; next try in ${Math.ceil(waitMs / 1000)} s.`,
      });
      // Stop makes one more try at once; after that the wait is a wait again.
      const stopWaiting = finished.signal.aborted ? [signal] : [signal, finished.signal];
      await sleep(clock, waitMs, ...stopWaiting);
    }
  }

  function stopped(sentence: string): StreamOutcome {
    options.onStatus({ phase: 'stopped', sentence });
    return { complete: false, sentence };
  }

  /** One connection from opening to its end. `null` when the meeting is complete. */
  async function tryOnce(signal: AbortSignal): Promise<ConnectionEnd | null> {
    generation += 1;
    const connectionId = randomUUID();
    const mailbox = createMailbox(clock);
    const where = { ...place, connectionId, generation };
    options.onStatus({ phase: 'connecting', sentence: `Connecting to ${options.target}.` });
    options.record({
      kind: 'connection',
      type: 'connection.opening',
      ...where,
      fields: { url: withoutQuery(options.url) },
    });
    try {
      const connection = await openConnection({
        url: options.url,
        clock,
        signal,
        onText: (raw) => received(raw, connectionId, mailbox),
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
        onPong: (token) => {
          const chunkId = Number(token);
          if (token !== '' && Number.isSafeInteger(chunkId)) outbox.deliveredUpTo(chunkId);
        },
      });
      current = connection;
      try {
        await shakeHands(connection, connectionId, mailbox);
        options.record({ kind: 'connection', type: 'connection.open', ...where });
        await sendAll(connection, connectionId);
        await endMeeting(connection, connectionId, mailbox);
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

  function received(raw: string, connectionId: string, mailbox: Mailbox): void {
    const frame = decodeFrame(raw);
    options.recordFrame({
      direction: 'in',
      raw,
      message: frame.ok ? frame.message : null,
      reason: frame.ok ? null : frame.reason,
      ...place,
      connectionId,
      generation,
    });
    if (!frame.ok) return;
    mailbox.put(canonicalName(frame.message.type));
    options.onMessage(frame.message);
  }

  async function send(connection: Connection, connectionId: string, message: object): Promise<void> {
    const raw = JSON.stringify(message);
    plainOut += plainFrameBytes(Buffer.byteLength(raw));
    options.recordFrame({
      direction: 'out',
      raw,
      message: message as BackendMessage,
      reason: null,
      ...place,
      connectionId,
      generation,
    });
    await connection.send(raw);
  }

  async function shakeHands(connection: Connection, connectionId: string, mailbox: Mailbox): Promise<void> {
    options.onStatus({ phase: 'handshake', sentence: `Shaking hands with ${options.target}.` });
    // Servers acknowledge on connecting, on HANDSHAKE, or both: the first one will do.
    const acknowledged = mailbox.take('HANDSHAKE_ACK', { deadlineMs: handshakeTimeoutMs }, connection.ended);
    await Promise.all([send(connection, connectionId, handshake(options.version)), acknowledged]);
    if (!(await acknowledged)) {
      throw failed(
        'handshake',
        'The target did not answer our HANDSHAKE within 10 seconds. Is it a ScrumBot backend?',
      );
    }
    outbox.requeueUndelivered();
    if (startedSent) return;
    await send(
      connection,
      connectionId,
      meetingEvent('meeting_started', { ...session, atMs: session.startedMs }),
    );
    startedSent = true;
  }

  async function sendAll(connection: Connection, connectionId: string): Promise<void> {
    options.onStatus({ phase: 'streaming', sentence: `Streaming to ${options.target}.` });
    try {
      for (;;) {
        const chunk = await outbox.next(connection.ended);
        if (chunk === null) break;
        // Claimed before it leaves: a chunk whose sending breaks off is sent whole again.
        outbox.sent(chunk);
        const pcm = await options.read(chunk.firstSample, chunk.sampleCount);
        await send(
          connection,
          connectionId,
          audioChunk({
            dataBase64: Buffer.from(pcm.buffer, pcm.byteOffset, pcm.byteLength).toString('base64'),
            byteLength: pcm.byteLength,
            meetingId: session.meetingId,
            chunkId: `${session.sessionId}-${chunk.firstSample}`,
            atMs: clock.nowMs(),
          }),
        );
        connection.ping(String(chunk.id));
      }
      await outbox.settled(connection.ended);
    } catch (error) {
      if (connection.ended.aborted) throw new ConnectionFailed(connection.ended.reason as ConnectionEnd);
      throw error;
    }
  }

  async function endMeeting(connection: Connection, connectionId: string, mailbox: Mailbox): Promise<void> {
    options.onStatus({ phase: 'ending', sentence: `Waiting for the last answer of ${options.target}.` });
    await send(connection, connectionId, meetingEvent('meeting_ended', { ...session, atMs: clock.nowMs() }));
    const complete = await mailbox.take(
      'PROCESSING_COMPLETE',
      { deadlineMs: options.endDeadlineMs, silenceMs: options.endSilenceMs },
      connection.ended,
    );
    if (!complete) {
      const sentence = 'All audio was delivered, but the target did not say that it had finished.';
      connection.terminate({ code: 'end-timeout', sentence, retry: false });
      throw failed('end-timeout', sentence, false);
    }
  }

  return {
    run,
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

function failed(code: string, sentence: string, retry = true): ConnectionFailed {
  return new ConnectionFailed({ code, sentence, retry });
}

/** Addresses go into events, credentials in their queries and user parts do not. */
function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
