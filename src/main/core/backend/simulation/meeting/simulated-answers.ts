import { isSpeech } from '../../../../../shared/protocol/names.ts';
import type { Clock } from '../../../ports/ports.ts';
import {
  meetingSummary,
  meetingUpdate,
  processingComplete,
  processingStatus,
  type ServerMessage,
  type Words,
} from '../../wire/messages.ts';
import type { LedgerBuffer, LedgerWriter } from '../ledger.ts';
import type { SimulatedClient, SimulatedMeeting, Snapshot } from './simulated-meeting.ts';
import { pythonTime, type StoredMeetings } from './stored-meetings.ts';
import type { Transcribe } from '../transcriber.ts';

/** What a simulated process answers audio with. Everything rejects when the process is killed. */
export type SimulatedAnswers = {
  /** A chunk filled the buffer: the result goes to its sender, the update to everybody. */
  full(meeting: SimulatedMeeting, sender: SimulatedClient, chunkId: unknown): Promise<void>;
  /** The background check: the result goes to everybody. */
  stale(meeting: SimulatedMeeting): Promise<void>;
  end(meeting: SimulatedMeeting | null, sender: SimulatedClient): Promise<void>;
};

export function createSimulatedAnswers(options: {
  isOld: boolean;
  process: number;
  transcribe: Transcribe;
  ledger: LedgerWriter;
  stored: StoredMeetings;
  clock: Clock;
}): SimulatedAnswers {
  const { isOld, process, ledger, stored, clock } = options;

  async function transcribe(
    meeting: SimulatedMeeting,
    by: LedgerBuffer['by'],
    snapshot: Snapshot,
  ): Promise<{
    words: Words;
    atMs: number;
    write: (outcome: { suppressed: boolean; told: number }) => void;
  }> {
    const words = await options.transcribe(snapshot.pcm);
    const atMs = clock.nowMs();
    const { meetingId } = meeting;
    const entry = { process, meetingId, by, atMs, chunks: snapshot.chunks, text: words.text };
    return {
      words,
      atMs,
      write: (outcome) => void ledger.transcribed({ ...entry, ...outcome }, snapshot.pcm),
    };
  }

  function empty(meeting: SimulatedMeeting): void {
    ledger.dropped(meeting.buffer.clear());
  }

  function store(meeting: SimulatedMeeting, text: string, atMs: number): void {
    if (isSpeech(text)) stored.add(meeting.meetingId, text, atMs);
  }

  /** Only a real backend's lock keeps others away; the old one lets both transcribe the same. */
  function lock(meeting: SimulatedMeeting): boolean {
    if (isOld) return true;
    if (meeting.isLocked) return false;
    meeting.isLocked = true;
    return true;
  }

  async function full(meeting: SimulatedMeeting, sender: SimulatedClient, chunkId: unknown): Promise<void> {
    if (!lock(meeting)) return;
    const { words, atMs, write } = await transcribe(meeting, 'full', meeting.buffer.snapshot());
    empty(meeting);
    meeting.isLocked = false;
    meeting.texts.push(words.text);
    store(meeting, words.text, atMs);
    if (!meeting.recentTexts.isNew(words.text)) {
      write({ suppressed: true, told: 0 });
      return;
    }
    write({ suppressed: false, told: sender.isOpen() ? 1 : 0 });
    for (const message of fullResults(meeting, words, { atMs, chunkId })) sender.send(message);
    const update = meetingUpdate(meeting, words.text, atMs);
    for (const client of meeting.clients) client.send(inPython(update, atMs));
  }

  function fullResults(
    meeting: SimulatedMeeting,
    words: Words,
    { atMs, chunkId }: { atMs: number; chunkId: unknown },
  ): ServerMessage[] {
    const [first] = meeting.participants;
    const base = { ...words, timestamp: pythonTime(atMs), speaker: first?.name ?? 'Unknown' };
    const place = {
      speakers: [],
      meetingId: meeting.meetingId,
      speaker_id: first?.id ?? null,
      speaker_confidence: 0,
    };
    if (isOld) {
      const oldBody = { ...base, chunkId, isFlushing: false };
      const newBody = { ...base, chunkId: meeting.chunks, isFlushing: false, ...place };
      return [
        { type: 'transcription_result', data: oldBody },
        { type: 'TRANSCRIPTION_RESULT', data: newBody },
      ];
    }
    const id = `chunk_${atMs}_${meeting.meetingId}`;
    return [
      {
        type: 'TRANSCRIPTION_RESULT',
        data: { ...base, chunkId: id, is_final: false, ...place, isFlushing: true },
      },
    ];
  }

  async function stale(meeting: SimulatedMeeting): Promise<void> {
    if (!lock(meeting)) return;
    const { words, atMs, write } = await transcribe(meeting, 'timeout', meeting.buffer.snapshot());
    const repeated = !isOld && !meeting.recentTexts.isNew(words.text);
    const suppressed = repeated || !isSpeech(words.text);
    const present = [...meeting.clients].filter((client) => client.isOpen());
    write({ suppressed, told: suppressed ? 0 : present.length });
    if (!suppressed) {
      store(meeting, words.text, atMs);
      for (const client of present) client.send(timeoutResult(words, atMs));
    }
    empty(meeting);
    meeting.isLocked = false;
  }

  function timeoutResult(words: Words, atMs: number): ServerMessage {
    const body = { ...words, timestamp: pythonTime(atMs), speaker: 'Unknown' };
    return isOld
      ? { type: 'transcription_result', data: { ...body, trigger_reason: 'timeout' } }
      : {
          type: 'TRANSCRIPTION_RESULT',
          data: { ...body, chunkId: null, is_final: false, trigger_reason: 'timeout' },
        };
  }

  /** Without the lock: what the background check is transcribing is transcribed once more. */
  async function rest(meeting: SimulatedMeeting, sender: SimulatedClient): Promise<void> {
    const heldMs = meeting.buffer.heldMs();
    if (heldMs === 0) return;
    sender.send(processingStatus('final_audio', `Processing final audio (${heldMs.toFixed(1)}ms)...`));
    const { words, atMs, write } = await transcribe(meeting, 'end', meeting.buffer.snapshot());
    meeting.texts.push(words.text);
    store(meeting, words.text, atMs);
    write({ suppressed: false, told: sender.isOpen() ? 1 : 0 });
    const body = { ...words, timestamp: pythonTime(atMs), speaker: 'Unknown', chunkId: null, is_final: true };
    if (isOld) sender.send({ type: 'transcription_result', data: body });
    sender.send({ type: 'TRANSCRIPTION_RESULT', data: body });
  }

  async function end(meeting: SimulatedMeeting | null, sender: SimulatedClient): Promise<void> {
    sender.send(processingStatus('initialization', 'Starting final processing...'));
    if (meeting === null) {
      sender.send(processingComplete(null, 0));
      return;
    }
    await rest(meeting, sender);
    sender.send(processingStatus('summary_generation', 'Generating meeting summary and tasks...'));
    const transcripts = meeting.texts.length;
    if (transcripts > 0) {
      // The row that repeats all the others.
      stored.add(meeting.meetingId, meeting.texts.map((text) => ` ${text}`).join(''), clock.nowMs());
      const durationMs = clock.monotonicMs() - meeting.startedMs;
      sender.send(meetingSummary(meeting, { transcripts, durationMs, atMs: clock.nowMs() }));
    }
    sender.send(processingComplete(meeting.meetingId, transcripts));
    empty(meeting);
  }

  return { full, stale, end };
}

function inPython(message: ServerMessage, atMs: number): ServerMessage {
  return { ...message, data: { ...(message.data as object), timestamp: pythonTime(atMs) } };
}
