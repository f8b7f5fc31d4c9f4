import { randomUUID } from 'node:crypto';
import { saidBy } from '../../../../shared/errors.ts';
import { say, tell } from '../../../../shared/words/all-words.ts';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import type { Clock, RecordEvent, RecordFrame, StreamedSession } from '../../ports/ports.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TargetBuffers } from '../outbox/target-buffers.ts';
import { createBarrier } from './packets/barrier.ts';
import { ConnectionFailed, openConnection, type Connection } from './connection/connection.ts';
import type { ConnectionEnd, Dial } from '../../network/network.ts';
import { createFrameLog } from './frame-log.ts';
import { createMailbox } from './mailbox.ts';
import { createMeetingTalk } from './meeting-talk.ts';
import type { ReadSamples } from './packets/packet-sender.ts';
import type { Pace } from './packets/pace.ts';
import type { TargetProcess } from './target-process.ts';

/** What a link and each of its connections need of the stream. */
export type StreamNeeds = {
  dial: Dial;
  target: string;
  session: StreamedSession;
  version: string;
  outbox: Outbox;
  buffers: TargetBuffers;
  read: ReadSamples;
  /** Whether silence is left out, so that a target's buffer may have to wait for its rest. */
  leavesOutSilence: boolean;
  compress: boolean;
  clock: Clock;
  endSilenceMs: number;
  endDeadlineMs: number;
  record: RecordEvent;
  recordFrame: RecordFrame;
  onMessage: (message: BackendMessage) => void;
  onStatus: (status: ConnectionStatus) => void;
};

/** What one connection needs of its link besides. */
export type OneConnectionOptions = StreamNeeds & {
  /** Counts from 1 over the connections of a link. */
  generation: number;
  pace: Pace;
  targetProcess: TargetProcess;
  mostSamples: number;
  oneAtATime: () => boolean;
  finished: AbortSignal;
  /** The meeting is started with the first connection that shakes hands. */
  isFirst: boolean;
  /** Whether this target ever answered a ping. */
  hasProved: boolean;
  /** It proves nothing, which an earlier connection found out. */
  provesNothing: boolean;
  onPlainBytes: (bytes: number) => void;
  onOpen: (connection: Connection) => void;
  onShaken: () => void;
  /** The meeting is about to be ended on it. */
  onEnding: () => void;
  /** The target has read everything up to the packet that begins with this sample. */
  onProof: (firstSample: number) => void;
  onNoProof: () => void;
  onRestarted: () => void;
};

/** One connection from opening to its end. `null` when the meeting is complete. */
export async function runConnection(
  options: OneConnectionOptions,
  signal: AbortSignal,
): Promise<ConnectionEnd | null> {
  const { outbox, clock } = options;
  const place = {
    sessionId: options.session.sessionId,
    target: options.target,
    connectionId: randomUUID(),
    generation: options.generation,
  };
  const mailbox = createMailbox(clock);
  const frames = createFrameLog({ ...options, place, mailbox });
  const over = new AbortController();
  const barrier = createBarrier({
    clock,
    hasProved: options.hasProved,
    onProof(token) {
      const firstSample = Number(token);
      if (!Number.isSafeInteger(firstSample)) return;
      outbox.deliveredUpTo(firstSample);
      options.onProof(firstSample);
    },
    onNoProof() {
      outbox.leaveUnconfirmed();
      options.onNoProof();
    },
    signal: over.signal,
  });
  if (options.provesNothing) barrier.giveUp();

  function received(raw: string, deliveries: number): void {
    barrier.heard();
    const message = frames.received(raw, deliveries);
    if (message === null) return;
    try {
      if (options.targetProcess.heard(message)) options.onRestarted();
      options.onMessage(message);
    } catch (error) {
      // What a peer sends must not end a recording, whatever defect of ours it meets.
      options.record({
        kind: 'stream',
        type: 'frame.not-handled',
        ...place,
        reason: say('stream.not-handled', { why: saidBy(error) }),
      });
    }
  }

  async function talkThrough(connection: Connection): Promise<void> {
    const talk = createMeetingTalk({
      ...options,
      connection,
      mailbox,
      barrier,
      send: (message, reason) => frames.send(connection, message, reason),
    });
    await talk.shakeHands(options.isFirst);
    options.onShaken();
    options.record({ kind: 'connection', type: 'connection.open', ...place });
    await talk.sendAll();
    options.onEnding();
    await talk.endMeeting();
    await connection.close();
    options.record({ kind: 'connection', type: 'connection.closed', ...place, fields: connection.bytes() });
  }

  options.onStatus({ phase: 'connecting', ...tell('link.connecting', { target: options.target }) });
  options.record({
    kind: 'connection',
    type: 'connection.opening',
    ...place,
    fields: { url: withoutQuery(options.dial.url) },
  });
  try {
    const connection = await openConnection({
      dial: options.dial,
      userAgent: `scrumbot-desktop/${options.version}`,
      compress: options.compress,
      clock,
      signal,
      onText: received,
      onBinary: (byteLength) => {
        options.record({
          kind: 'connection',
          type: 'frame.binary',
          direction: 'in',
          ...place,
          bytes: byteLength,
          reason: say('stream.binary'),
        });
      },
      onPong: (token, roundTripMs) => {
        const firstSample = Number(token === '' ? Number.NaN : token);
        options.record({
          kind: 'connection',
          type: 'ping.answered',
          direction: 'in',
          ...place,
          fields: { roundTripMs, firstSample: Number.isSafeInteger(firstSample) ? firstSample : null },
        });
        if (!barrier.ponged(token)) barrier.heard();
      },
      expectsPongs: () => !barrier.isGivenUp(),
    });
    options.onOpen(connection);
    try {
      await talkThrough(connection);
      return null;
    } finally {
      connection.terminate({ code: 'over', ...tell('end.over'), retry: true });
    }
  } catch (error) {
    if (error instanceof ConnectionFailed) return error.end;
    throw error;
  } finally {
    over.abort();
  }
}

/** Addresses go into events, credentials in their queries and user parts do not. */
function withoutQuery(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
