import type { WebSocket } from 'ws';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { Clock } from '../../ports/ports.ts';
import { isAudioType } from '../wire/audio-message.ts';
import { readClientFrame, unknownType } from '../wire/client-frame.ts';
import { badInput, handshakeAck, meetingEventAck, processingStatus } from '../wire/messages.ts';
import type { SimulatedAnswers } from './meeting/simulated-answers.ts';
import type { SimulatedClient, SimulatedMeeting } from './meeting/simulated-meeting.ts';
import { keepAlive } from './keep-alive.ts';
import { pythonTime } from './meeting/stored-meetings.ts';

/** A connection's own state in a simulated process. */
export type SimulatedConnection = SimulatedClient & {
  /** The meeting that its audio went to last; its end is that meeting's end. */
  meeting: SimulatedMeeting | null;
  /** AUDIO_CHUNK_ENHANCED was answered once. */
  registered: boolean;
  /** It asked for the end of its meeting. */
  ended: boolean;
};

type Handlers = {
  isOld: boolean;
  answers: SimulatedAnswers;
  /** An exception ends the connection's loop, as it does in a real backend. */
  audio(connection: SimulatedConnection, message: BackendMessage): Promise<void>;
  clock: Clock;
  signal: AbortSignal;
};

// What the socket library of a real backend takes in before it stops reading.
const mostWaiting = 32;

/** Serves one socket: strictly in order, one message after the other, also when the socket is long gone. */
export function serveSimulated(socket: WebSocket, connection: SimulatedConnection, handlers: Handlers): void {
  const { clock, signal } = handlers;
  const waiting: { bytes: Buffer; isBinary: boolean }[] = [];
  let isBusy = false;
  let hungUp = false;

  async function workThrough(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (;;) {
      const frame = waiting.shift();
      if (frame === undefined || hungUp || signal.aborted) break;
      if (socket.isPaused && waiting.length < mostWaiting) socket.resume();
      try {
        await handle(frame.bytes, frame.isBinary);
      } catch {
        // Killed, or a message that a real backend's loop breaks on.
        hangUp();
      }
    }
    isBusy = false;
  }

  function hangUp(): void {
    hungUp = true;
    if (!signal.aborted) socket.close(1000);
  }

  async function handle(bytes: Buffer, isBinary: boolean): Promise<void> {
    const frame = readClientFrame(bytes, isBinary);
    if (frame.kind === 'hang-up') hangUp();
    if (frame.kind === 'bad') connection.send(badInput(frame.error));
    if (frame.kind === 'message') await answer(frame.message);
  }

  async function answer(message: BackendMessage): Promise<void> {
    if (isAudioType(message.type)) await handlers.audio(connection, message);
    else if (message.type === 'MEETING_EVENT') await meetingEvent(message);
    else if (message.type === 'HANDSHAKE') connection.send(handshakeAck());
    else connection.send(badInput(unknownType(message.type)));
  }

  async function meetingEvent({ eventType, data }: BackendMessage): Promise<void> {
    if (eventType === 'meeting_started') connection.send(meetingEventAck(eventType));
    if (eventType !== 'ended' && eventType !== 'meeting_ended') return;
    if (data === null) {
      connection.send(processingStatus('initialization', 'Starting final processing...'));
      throw new Error("'NoneType' object has no attribute 'get'");
    }
    if (handlers.isOld && !saysThatAllIsFlushed(data)) {
      const wait = processingStatus('initialization', 'Waiting for audio buffer flush completion...');
      connection.send({ ...wait, data: { ...(wait.data as object), stage: 'buffer_flush_wait' } });
      return;
    }
    connection.ended = true;
    await handlers.answers.end(connection.meeting, connection);
  }

  socket.on('message', (bytes, isBinary) => {
    waiting.push({ bytes: bytes as Buffer, isBinary });
    if (waiting.length >= mostWaiting) socket.pause();
    void workThrough();
  });
  keepAlive(socket, clock, signal);
  connection.send({ ...handshakeAck(), timestamp: pythonTime(clock.nowMs()) });
}

function saysThatAllIsFlushed(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false;
  if ('bufferFlushComplete' in body) return body.bufferFlushComplete === true;
  return 'buffer_flush_complete' in body && body.buffer_flush_complete === true;
}
