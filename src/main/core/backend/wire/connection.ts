import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import { messageOf } from '../../../../shared/errors.ts';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { Clock } from '../../ports/ports.ts';
import { answerFull } from '../meetings/answer-audio.ts';
import { isAudioType, readAudioMessage, type AudioMessage } from './audio-message.ts';
import { readClientFrame, unknownType } from './client-frame.ts';
import { endMeeting } from '../meetings/end-exchange.ts';
import { createTurnQueue, type TurnQueue } from '../meetings/turn-queue.ts';
import type { Listener } from './listener.ts';
import { joinMeeting, type Client, type Meeting } from '../meetings/meeting.ts';
import type { Meetings } from '../meetings/meetings.ts';
import {
  badAudio,
  badInput,
  handshakeAck,
  meetingEventAck,
  sessionRegistered,
  type ServerMessage,
} from './messages.ts';

/** Runs work when it is first in its queues, and knows of it until it is done. Not after the backend stopped. */
export type Run = (queues: readonly TurnQueue[], work: () => void | Promise<void>) => Promise<void>;

export type ConnectionTools = {
  meetings: Meetings;
  listen: Listener;
  clock: Clock;
  run: Run;
  /** Does nothing once the socket is closed. */
  send: (message: ServerMessage) => void;
};

// Half an hour of audio. A client that is this far ahead of the speech engine is not read on meanwhile.
const maxQueuedBytes = 64 * 1024 * 1024;
// What a waiting frame takes beside its payload, roughly: empty frames fill the memory, too.
const frameBytes = 512;

/**
 * Serves one client until it goes: everything it sends is answered strictly in order. What was read before it
 * went is still worked through, because its pings were answered.
 */
export function serveConnection(socket: WebSocket, tools: ConnectionTools): void {
  const { meetings, clock, run } = tools;
  const turns = createTurnQueue();
  const joined = new Set<Meeting>();
  let newest: Meeting | null = null;
  let registered = false;
  let hungUp = false;
  let queuedBytes = 0;

  const client: Client = {
    isOpen: () => socket.readyState === socket.OPEN,
    send: tools.send,
  };

  function queue(queues: readonly TurnQueue[], bytes: number, work: () => void | Promise<void>): void {
    const weight = bytes + frameBytes;
    queuedBytes += weight;
    if (queuedBytes > maxQueuedBytes) socket.pause();
    void run([turns, ...queues], work).then(() => {
      queuedBytes -= weight;
      if (socket.isPaused && queuedBytes <= maxQueuedBytes) socket.resume();
    });
  }

  function receive(bytes: Buffer, isBinary: boolean): void {
    const frame = readClientFrame(bytes, isBinary);
    switch (frame.kind) {
      case 'nothing':
        break;
      case 'hang-up':
        hungUp = true;
        queue([], 0, () => socket.close(1000));
        break;
      case 'bad':
        queue([], 0, () => client.send(badInput(frame.error)));
        break;
      case 'message':
        receiveMessage(frame.message, bytes.length);
        break;
    }
  }

  function receiveMessage(message: BackendMessage, bytes: number): void {
    if (isAudioType(message.type)) receiveAudio(readAudioMessage(message), bytes);
    else if (message.type === 'MEETING_EVENT') receiveMeetingEvent(message);
    else if (message.type === 'HANDSHAKE') queue([], 0, () => client.send(handshakeAck()));
    else queue([], 0, () => client.send(badInput(unknownType(message.type))));
  }

  // The meeting is settled on arrival, so that audio keeps its order across a client's old and new connection.
  function receiveAudio(audio: AudioMessage, bytes: number): void {
    const usable = audio.payload !== null && 'pcm' in audio.payload;
    if (audio.meeting === null || !(usable || audio.enhanced)) {
      queue([], bytes, () => complain(audio));
      return;
    }
    const meeting = meetings.open(audio.meeting);
    newest = meeting;
    queue([meeting.turns], bytes, () => takeAudio(meeting, audio));
  }

  async function takeAudio(meeting: Meeting, audio: AudioMessage): Promise<void> {
    join(meeting);
    if (audio.enhanced) register(meeting, audio);
    complain(audio);
    if (audio.payload === null || 'problem' in audio.payload) return;

    meeting.ended = false;
    meeting.lastActiveMs = clock.monotonicMs();
    meeting.audio.add(audio.payload.pcm, meeting.lastActiveMs);
    const full = meeting.audio.takeFull();
    if (full !== null) await answerFull(meeting, full, client, tools);
  }

  function complain({ payload }: AudioMessage): void {
    if (payload !== null && 'problem' in payload) client.send(badAudio(payload.problem));
  }

  function register(meeting: Meeting, audio: AudioMessage): void {
    meeting.enhanced = true;
    meeting.participants = audio.participants ?? meeting.participants;
    if (registered) return;
    registered = true;
    client.send(
      sessionRegistered({
        sessionId: `session_${randomUUID()}`,
        meetingId: meeting.meetingId,
        isNewSession: meeting.registrations === 0,
        reconnectionCount: meeting.registrations,
      }),
    );
    meeting.registrations += 1;
  }

  function receiveMeetingEvent(message: BackendMessage): void {
    const eventType = message.eventType;
    if (eventType === 'meeting_started') queue([], 0, () => client.send(meetingEventAck(eventType)));
    if (eventType === 'ended' || eventType === 'meeting_ended') receiveEnd(message);
  }

  function receiveEnd(message: BackendMessage): void {
    // Some clients name a meeting that none of their audio belongs to; then it is the one they talked in.
    const meeting = meetingNamedIn(message.data) ?? newest;
    queue(meeting === null ? [] : [meeting.turns], 0, async () => {
      if (meeting !== null) join(meeting);
      await endMeeting(meeting, client, tools);
    });
  }

  function meetingNamedIn(body: unknown): Meeting | null {
    if (typeof body !== 'object' || body === null || !('meetingId' in body)) return null;
    return typeof body.meetingId === 'string' ? meetings.find(body.meetingId) : null;
  }

  function join(meeting: Meeting): void {
    if (!client.isOpen() || joined.has(meeting)) return;
    for (const earlier of joined) if (earlier.ended) leave(earlier);
    joined.add(meeting);
    joinMeeting(meeting, client);
  }

  function leave(meeting: Meeting): void {
    joined.delete(meeting);
    meetings.leave(meeting, client);
  }

  socket.on('message', (bytes, isBinary) => {
    if (hungUp) return;
    try {
      receive(bytes as Buffer, isBinary);
    } catch (error) {
      // A client decides what it sends; it must not end the backend for the others.
      queue([], 0, () => client.send(badInput(`The message couldn't be handled: ${messageOf(error)}`)));
    }
  });
  socket.on('close', () => {
    for (const meeting of joined) leave(meeting);
  });
  client.send(handshakeAck(clock.nowMs()));
}
