import type { SentTimeline } from './outbox/sent-timeline.ts';
import type { TranscriptLine } from '../../../shared/session/session.ts';
import { canonicalName, isSpeech } from '../../../shared/protocol/names.ts';
import {
  parseTranscriptionResult,
  type TranscriptionResult,
} from '../../../shared/protocol/server-messages.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';

/** Makes transcript lines of a target's answers. */
export type TranscriptAssembler = {
  /** `null` when the message adds no words. */
  add(message: BackendMessage): TranscriptLine | null;
};

// A real backend answers per 3 s of audio and says nowhere which 3 s they were.
const bufferSec = 3;
const instantSec = 0.001;

/** `sent` knows which part of the session the target's seconds of audio are. */
export function createTranscriptAssembler(sent: SentTimeline): TranscriptAssembler {
  // In seconds of audio as the target received it.
  let endSec = 0;
  let previous: { type: string; result: TranscriptionResult } | null = null;

  return {
    add(message) {
      if (canonicalName(message.type) !== 'TRANSCRIPTION_RESULT') return null;
      const parsed = parseTranscriptionResult(message.data ?? message);
      if (!parsed.ok) return null;
      const result = parsed.value;
      const repeated = previous !== null && isSameAnswer(previous, { type: message.type, result });
      previous = { type: message.type, result };
      if (repeated || !isSpeech(result.text)) return null;
      const time = timeOf(result, endSec, sent.sentSec());
      endSec = Math.max(endSec, time.endSec);
      return {
        startSec: sent.toSessionSec(time.startSec),
        // The end belongs to what was said before it, not to what comes after a pause.
        endSec: roundToMs(sent.toSessionSec(Math.max(time.startSec, time.endSec - instantSec)) + instantSec),
        text: result.text.trim(),
        speaker: result.speaker ?? 'Unknown',
        flags: [...time.flags, ...answerFlags(result)],
      };
    },
  };
}

/**
 * One buffer answered twice: by two of the background check, a full buffer and the end of the meeting, under one server chunk id, or under the old and
 * the new name. The words are shown once; the events show both.
 */
function isSameAnswer(
  first: { type: string; result: TranscriptionResult },
  second: { type: string; result: TranscriptionResult },
): boolean {
  if (first.result.text !== second.result.text) return false;
  if (first.type !== second.type) return true;
  if (kindOf(first.result) !== kindOf(second.result)) return true;
  return typeof first.result.chunkId === 'string' && first.result.chunkId === second.result.chunkId;
}

function kindOf({ is_final: isFinal, trigger_reason: reason }: TranscriptionResult): string {
  if (isFinal === true) return 'final';
  return reason === 'timeout' ? 'timeout' : 'normal';
}

function timeOf(
  result: TranscriptionResult,
  afterSec: number,
  sentSec: number,
): { startSec: number; endSec: number; flags: string[] } {
  const { audioStartSec, audioEndSec } = result;
  if (typeof audioStartSec === 'number' && typeof audioEndSec === 'number' && audioEndSec >= audioStartSec) {
    return { startSec: Math.max(0, audioStartSec), endSec: Math.max(0, audioEndSec), flags: [] };
  }
  // Served in order, so the words lie after those before them and within what was sent.
  const latestSec = result.is_final === true ? sentSec : Math.floor(sentSec / bufferSec) * bufferSec;
  const endSec = Math.max(afterSec, latestSec);
  return { startSec: Math.max(afterSec, endSec - bufferSec), endSec, flags: ['estimated-time'] };
}

function roundToMs(sec: number): number {
  return Math.round(sec * 1000) / 1000;
}

function answerFlags(result: TranscriptionResult): string[] {
  if (result.is_final === true) return ['final'];
  return result.trigger_reason === 'timeout' ? ['timeout'] : [];
}
