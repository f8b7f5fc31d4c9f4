import { createHash, randomBytes, randomInt } from 'node:crypto';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { BackendMessage } from '../../../../shared/protocol/decode.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, SpeechEngine } from '../../ports/ports.ts';
import { readAudioMessage, type Participant } from '../wire/audio-message.ts';
import { badAudio, sessionRegistered } from '../wire/messages.ts';
import { createFaultySender } from './meeting/answer-faults.ts';
import type { LedgerWriter } from './ledger.ts';
import { readPythonAudio } from './python-audio.ts';
import { createSimulatedAnswers } from './meeting/simulated-answers.ts';
import { serveSimulated, type SimulatedConnection } from './simulated-connection.ts';
import { createSimulatedMeeting, type SimulatedMeeting } from './meeting/simulated-meeting.ts';
import type { Simulation } from './simulation.ts';
import type { StoredMeetings } from './meeting/stored-meetings.ts';
import { createTranscribe } from './transcriber.ts';

/** One life of a simulated ScrumBot backend: what it knows dies with it. */
export type SimulatedProcess = {
  /** `isMute`: nothing more may be said on this socket. */
  serve(socket: WebSocket, isMute: () => boolean): void;
};

const checkEveryMs = 1_000;
const mostHashes = 1_000_000;
const leakBytes = 290_000;

export function startSimulatedProcess(options: {
  simulate: () => Simulation;
  engine: SpeechEngine;
  ledger: LedgerWriter;
  stored: StoredMeetings;
  clock: Clock;
  log: Logger;
  /** Fires when the process is killed. */
  signal: AbortSignal;
}): SimulatedProcess {
  const { simulate, ledger, clock, signal } = options;
  const isOld = simulate().base === 'old';
  const process = ledger.processStarted();
  const salt = randomBytes(8).toString('hex');
  const meetings = new Map<string, SimulatedMeeting>();
  const transcribe = createTranscribe({ ...options, slowMs: () => simulate().slowMs });
  const answers = createSimulatedAnswers({ ...options, isOld, process, transcribe });
  // What a real backend keeps of connections that leave without a word, as measured.
  const leaked: Buffer[] = [];
  let isChecking = false;
  let isCheckBroken = false;

  /** Python's hash of a text: another one in each process. */
  function hashed(platform: string, url: string): string {
    const hash = createHash('sha256')
      .update(salt + url)
      .digest()
      .readUInt32LE();
    return `${platform}_${hash % mostHashes}`;
  }

  function meetingOf(id: string | null, place: { platform: string; url: string }): SimulatedMeeting {
    const meetingId = (isOld ? null : id) ?? hashed(place.platform, place.url);
    const known = meetings.get(meetingId);
    if (known !== undefined) return known;
    const meeting = createSimulatedMeeting(meetingId, place, clock.monotonicMs());
    meetings.set(meetingId, meeting);
    return meeting;
  }

  function register(connection: SimulatedConnection, place: { platform: string; url: string }): void {
    if (connection.registered) return;
    connection.registered = true;
    const now = Math.floor(clock.nowMs() / 1000);
    const meetingId = place.url === '' ? `meeting_${now}` : hashed(place.platform, place.url);
    const earlier = registrations.get(meetingId) ?? 0;
    registrations.set(meetingId, earlier + 1);
    connection.send(
      sessionRegistered({
        sessionId: `session_${randomInt(2 ** 47)}_${now}`,
        meetingId,
        // A real backend forgets that it knows the session after four connections.
        isNewSession: earlier === 0 || earlier >= 4,
        reconnectionCount: earlier >= 4 ? 0 : earlier,
      }),
    );
  }
  const registrations = new Map<string, number>();

  async function audio(connection: SimulatedConnection, message: BackendMessage): Promise<void> {
    const read = readAudioMessage(message);
    const participants = readParticipants(message.participants);
    const place = { platform: read.meeting?.platform ?? 'unknown', url: read.meeting?.url ?? '' };
    if (read.enhanced) register(connection, place);
    const problem = problemBefore(message, read.meeting === null || participants === null);
    if (problem !== null) {
      connection.send(badAudio(problem));
      return;
    }
    if (isEmpty(message.data)) return;

    const meeting = meetingOf(read.meeting?.id ?? null, place);
    if (connection.meeting !== meeting) connection.meeting?.clients.delete(connection);
    connection.meeting = meeting;
    meeting.clients.add(connection);
    if (participants !== null && participants.length > 0) {
      meeting.participants = participants;
      meeting.enhanced = true;
    }
    const sound = readPythonAudio(message.data);
    if ('problem' in sound) {
      connection.send(badAudio(sound.problem));
      return;
    }
    await takeIn(connection, meeting, { pcm: sound.pcm, message });
  }

  async function takeIn(
    connection: SimulatedConnection,
    meeting: SimulatedMeeting,
    { pcm, message }: { pcm: Int16Array; message: BackendMessage },
  ): Promise<void> {
    if (isRateZero(message.metadata)) {
      isCheckBroken = true;
      connection.send(badAudio('division by zero'));
      return;
    }
    meeting.chunks += 1;
    const chunkId = typeof message.chunkId === 'string' ? message.chunkId : meeting.chunks;
    const chunk = ledger.take({
      process,
      meetingId: meeting.meetingId,
      chunkId,
      samples: pcm.length,
    });
    meeting.buffer.add(chunk, pcm, clock.monotonicMs());
    if (meeting.buffer.isFull()) await answers.full(meeting, connection, chunkId);
  }

  async function check(): Promise<void> {
    if (isChecking || isCheckBroken) return;
    isChecking = true;
    try {
      for (const meeting of meetings.values()) {
        if (meeting.buffer.isStale(clock.monotonicMs())) await answers.stale(meeting);
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      isChecking = false;
    }
  }

  const stopChecks = clock.every(checkEveryMs, () => void check());
  signal.addEventListener(
    'abort',
    () => {
      stopChecks();
      leaked.length = 0;
      for (const meeting of meetings.values()) {
        // What was being transcribed is gone, too, so all of it counts.
        ledger.dropped(meeting.buffer.snapshot().chunks);
      }
    },
    { once: true },
  );

  return {
    serve(socket, isMute) {
      const isOpen = (): boolean => socket.readyState === socket.OPEN && !isMute() && !signal.aborted;
      const send = createFaultySender(
        () => simulate().answers,
        clock,
        (raw) => {
          if (isOpen()) socket.send(raw);
        },
      );
      const connection: SimulatedConnection = {
        isOpen,
        send,
        meeting: null,
        registered: false,
        ended: false,
      };
      socket.once('close', () => {
        if (!isOld && !connection.ended && !signal.aborted) leaked.push(Buffer.alloc(leakBytes, 1));
      });
      serveSimulated(socket, connection, { isOld, answers, audio, clock, signal });
    },
  };
}

/** What stops a chunk before its audio is looked at; a registration has been answered by then. */
function problemBefore(message: BackendMessage, isUnreadable: boolean): string | null {
  if (message.type !== 'AUDIO_CHUNK_ENHANCED' && message.metadata === null) {
    return "'NoneType' object has no attribute 'get'";
  }
  if (!isUnreadable || isEmpty(message.data)) return null;
  return Array.isArray(message.participants)
    ? "'str' object has no attribute 'get'"
    : "unhashable type: 'dict'";
}

const participantsSchema = z.array(
  z.looseObject({ id: z.union([z.string(), z.number()]), name: z.string() }),
);

/** `null` when they are no participants. */
function readParticipants(value: unknown): Participant[] | null {
  if (value === undefined || value === null) return [];
  const read = participantsSchema.safeParse(value);
  return read.success ? read.data : null;
}

function isEmpty(data: unknown): boolean {
  return data === undefined || data === null || data === '' || data === 0;
}

function isRateZero(metadata: unknown): boolean {
  return (
    typeof metadata === 'object' && metadata !== null && 'sampleRate' in metadata && metadata.sampleRate === 0
  );
}
