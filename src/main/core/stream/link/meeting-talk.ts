import type { ConnectionStatus } from '../../../../shared/session/status.ts';
import { handshake, meetingEvent } from '../../../../shared/protocol/client-messages.ts';
import { tell } from '../../../../shared/words/all-words.ts';
import type { Clock, StreamedSession } from '../../ports/ports.ts';
import type { Barrier } from './packets/barrier.ts';
import type { Connection } from './connection/connection.ts';
import { ConnectionFailed } from './connection/connection.ts';
import type { ConnectionEnd } from '../../network/network.ts';
import type { Mailbox } from './mailbox.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { TargetBuffers } from '../outbox/target-buffers.ts';
import { createPacketSender, type ReadSamples } from './packets/packet-sender.ts';
import type { Pace } from './packets/pace.ts';
import type { TargetProcess } from './target-process.ts';

/** What is said on one connection, in this order. Each step throws ConnectionFailed when the connection ends. */
export type MeetingTalk = {
  /** Resolves when the target is ready; the meeting is started with the first talk of a session. */
  shakeHands(isFirst: boolean): Promise<void>;
  /** Sends every chunk and waits until the target has read them all. */
  sendAll(): Promise<void>;
  /** Ends the meeting and waits for the target's last answer. */
  endMeeting(): Promise<void>;
};

export type MeetingTalkOptions = {
  connection: Connection;
  mailbox: Mailbox;
  barrier: Barrier;
  targetProcess: TargetProcess;
  buffers: TargetBuffers;
  /** Records a message and hands it to the socket. `reason` is told beside the frame, not in it. */
  send: (message: object, reason: string | null) => Promise<void>;
  target: string;
  session: StreamedSession;
  version: string;
  outbox: Outbox;
  read: ReadSamples;
  pace: Pace;
  /** Whether silence is left out, so that a target's buffer may have to wait for its rest. */
  leavesOutSilence: boolean;
  /** Whether each chunk is to be confirmed before the next one leaves. */
  oneAtATime: () => boolean;
  /** Samples that a message may carry. */
  mostSamples: number;
  /** Fires when no more audio will come. */
  finished: AbortSignal;
  clock: Clock;
  endSilenceMs: number;
  endDeadlineMs: number;
  onStatus: (status: ConnectionStatus) => void;
};

const handshakeTimeoutMs = 10_000;
// A server that finds fault with our HANDSHAKE may be ready nevertheless, and then says so at once.
const handshakeErrorMs = 1_000;
const registrationTimeoutMs = 2_000;

export function createMeetingTalk(options: MeetingTalkOptions): MeetingTalk {
  const { connection, mailbox, send, session, outbox, clock, finished, target, onStatus } = options;
  const sender = createPacketSender(options);

  function showSending(): void {
    if (finished.aborted) onStatus({ phase: 'draining', ...tell('link.draining', { target }) });
    else onStatus({ phase: 'streaming', ...tell('link.streaming', { target }) });
  }

  return {
    async shakeHands(isFirst) {
      onStatus({ phase: 'handshake', ...tell('link.handshake', { target }) });
      // Servers acknowledge on connecting, on HANDSHAKE, or both: the first one will do.
      const acknowledged = mailbox.take(
        'HANDSHAKE_ACK',
        { deadlineMs: handshakeTimeoutMs, afterErrorMs: handshakeErrorMs },
        connection.ended,
      );
      await Promise.all([send(handshake(options.version, session.clientType), null), acknowledged]);
      if (!(await acknowledged)) throw new ConnectionFailed(noHandshake(mailbox.error()));
      outbox.requeueUndelivered();
      if (isFirst) await send(meetingEvent('meeting_started', { ...session, atMs: session.startedMs }), null);
      await send(options.targetProcess.question(), null);
      // What a restarted target has lost goes before anything newer.
      if (!isFirst && options.targetProcess.isKnown()) {
        await mailbox.take('SESSION_REGISTERED', { deadlineMs: registrationTimeoutMs }, connection.ended);
      }
    },

    async sendAll() {
      showSending();
      finished.addEventListener('abort', showSending, { once: true });
      try {
        while (await sender.sendNext()) {
          if (options.oneAtATime()) await outbox.confirmed(connection.ended);
        }
        await outbox.whenEmpty(connection.ended);
      } catch (error) {
        if (connection.ended.aborted) throw new ConnectionFailed(connection.ended.reason as ConnectionEnd);
        throw error;
      } finally {
        finished.removeEventListener('abort', showSending);
      }
    },

    async endMeeting() {
      onStatus({ phase: 'ending', ...tell('link.ending', { target }) });
      // One that came before we asked does not speak of this end.
      mailbox.forget('PROCESSING_COMPLETE');
      await send(meetingEvent('meeting_ended', { ...session, atMs: clock.nowMs() }), null);
      const patience = { deadlineMs: options.endDeadlineMs, silenceMs: options.endSilenceMs };
      if (await mailbox.take('PROCESSING_COMPLETE', patience, connection.ended)) return;
      throw new ConnectionFailed(noLastAnswer(outbox.counts().unconfirmed));
    },
  };
}

function noHandshake(error: string | null): ConnectionEnd {
  const told = error === null ? tell('end.no-handshake') : tell('end.bad-handshake', { why: error });
  return { code: 'handshake', ...told, retry: true };
}

function noLastAnswer(unconfirmed: number): ConnectionEnd {
  const told = tell(unconfirmed === 0 ? 'end.delivered-no-last-answer' : 'end.sent-no-last-answer');
  return { code: 'end-timeout', ...told, retry: false };
}
