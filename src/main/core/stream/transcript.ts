import { samplesToSec, secToSamples } from '../../../shared/sound/audio.ts';
import type { TranscriptLine } from '../../../shared/session/session.ts';
import { canonicalName, isSpeech } from '../../../shared/protocol/names.ts';
import {
  parseTranscriptionResult,
  type TranscriptionResult,
} from '../../../shared/protocol/server-messages.ts';
import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import type { SentTimeline } from './outbox/sent-timeline.ts';
import type { AnswerKind, ReceivedRange, TargetBuffers } from './outbox/target-buffers.ts';

/** Makes transcript lines of a target's answers. */
export type TranscriptAssembler = {
  /** `null` when the message adds no words. */
  add(message: BackendMessage): TranscriptLine | null;
};

type Answer = { type: string; result: TranscriptionResult };

const instantSec = 0.001;
const rememberedTexts = 20;

/** `sent` knows which part of the session the target's seconds of audio are, `buffers` which of them an answer is about. */
export function createTranscriptAssembler(options: {
  sent: SentTimeline;
  buffers: TargetBuffers;
  /** Monotonic. */
  nowMs: () => number;
  /** The target answered these samples, with words or with the news that there are none. */
  onAnswered: (range: ReceivedRange) => void;
  /** Words came that belong to nothing that was sent from here: another client speaks in this meeting. */
  onOtherClient: () => void;
}): TranscriptAssembler {
  const { sent, buffers } = options;
  let previous: Answer | null = null;
  let recentTexts: string[] = [];
  let textOfUpdate: string | null = null;
  let latestSec = 0;

  function remember(text: string): void {
    recentTexts = [...recentTexts, text.trim()].slice(-rememberedTexts);
  }

  function addResult(type: string, body: unknown): TranscriptLine | null {
    const parsed = parseTranscriptionResult(body);
    if (!parsed.ok) return null;
    const answer = { type, result: parsed.value };
    const repeated = previous !== null && isSameAnswer(previous, answer);
    previous = answer;
    if (repeated) return null;
    const { result } = answer;
    // An update overtook its result: the words are shown already.
    const isShown = textOfUpdate !== null && textOfUpdate === result.text.trim();
    textOfUpdate = null;
    if (isShown) return null;
    const place = placeOf(result);
    if (!isSpeech(result.text)) return null;
    remember(result.text);
    return line(place, {
      text: result.text,
      speaker: result.speaker ?? 'Unknown',
      flags: answerFlags(result),
    });
  }

  /** Words whose result went to a dead connection, or to another client of the meeting. */
  function addUpdate(body: unknown): TranscriptLine | null {
    const text = latestTranscriptIn(body);
    if (text === null || !isSpeech(text) || recentTexts.includes(text.trim())) return null;
    remember(text);
    textOfUpdate = text.trim();
    const isOurs = buffers.unanswered() > 0;
    if (!isOurs) options.onOtherClient();
    const range = isOurs ? answered('full') : null;
    const flags = ['meeting-update', ...(isOurs ? [] : ['other-client'])];
    return line({ range, isNamed: false }, { text, speaker: 'Unknown', flags });
  }

  function placeOf(result: TranscriptionResult): { range: ReceivedRange | null; isNamed: boolean } {
    const { audioStartSec, audioEndSec } = result;
    if (
      typeof audioStartSec === 'number' &&
      typeof audioEndSec === 'number' &&
      audioEndSec >= audioStartSec
    ) {
      const range = {
        from: Math.max(0, secToSamples(audioStartSec)),
        to: Math.max(0, secToSamples(audioEndSec)),
      };
      buffers.answeredUpTo(range.to);
      options.onAnswered(range);
      return { range, isNamed: true };
    }
    return { range: answered(kindOf(result)), isNamed: false };
  }

  function answered(kind: AnswerKind): ReceivedRange | null {
    const range = buffers.answered(kind, options.nowMs());
    if (range !== null) options.onAnswered(range);
    return range;
  }

  function line(
    { range, isNamed }: { range: ReceivedRange | null; isNamed: boolean },
    said: { text: string; speaker: string; flags: string[] },
  ): TranscriptLine {
    const times = range === null ? { startSec: latestSec, endSec: latestSec } : timesOf(range);
    latestSec = Math.max(latestSec, times.endSec);
    const flags = isNamed ? said.flags : ['estimated-time', ...said.flags];
    return { ...times, text: said.text.trim(), speaker: said.speaker, flags };
  }

  function timesOf({ from, to }: ReceivedRange): { startSec: number; endSec: number } {
    const [fromSec, toSec] = [samplesToSec(from), samplesToSec(to)];
    const startSec = sent.toSessionSec(fromSec);
    // The end belongs to what was said before it, not to what comes after a pause.
    const lastSec = sent.toSessionSec(Math.max(fromSec, toSec - instantSec));
    return { startSec, endSec: Math.max(startSec, roundToMs(lastSec + instantSec)) };
  }

  return {
    add(message) {
      const name = canonicalName(message.type);
      if (name === 'TRANSCRIPTION_RESULT') return addResult(message.type, message.data ?? message);
      if (name === 'MEETING_UPDATE') return addUpdate(message.data);
      if (name === 'TRANSCRIPTION_ERROR') answered('full');
      return null;
    },
  };
}

/**
 * One buffer answered twice: by two of the background check, a full buffer and the end of the meeting, under one server
 * chunk id, or under the old and the new name. The words are shown once; the events show both.
 */
function isSameAnswer(first: Answer, second: Answer): boolean {
  if (first.result.text !== second.result.text) return false;
  if (first.type !== second.type) return true;
  if (kindOf(first.result) !== kindOf(second.result)) return true;
  return typeof first.result.chunkId === 'string' && first.result.chunkId === second.result.chunkId;
}

function kindOf(result: TranscriptionResult): AnswerKind {
  if (result.is_final === true) return 'final';
  return result.trigger_reason === 'timeout' ? 'timeout' : 'full';
}

function answerFlags(result: TranscriptionResult): string[] {
  const kind = kindOf(result);
  return kind === 'full' ? [] : [kind];
}

function latestTranscriptIn(body: unknown): string | null {
  if (typeof body !== 'object' || body === null || !('latestTranscript' in body)) return null;
  return typeof body.latestTranscript === 'string' ? body.latestTranscript : null;
}

function roundToMs(sec: number): number {
  return Math.round(sec * 1000) / 1000;
}
