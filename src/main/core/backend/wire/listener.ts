import { isSpeech } from '../../../../shared/protocol/names.ts';
import { toAppError } from '../../../../shared/errors.ts';
import type { Logger } from '../../log/log.ts';
import type { Clock, SpeechEngine } from '../../ports/ports.ts';
import type { Meeting } from '../meetings/meeting.ts';
import type { Take } from '../meetings/meeting-audio.ts';
import { transcriptionError, type ServerMessage, type Words } from './messages.ts';

/** What became of a stretch of audio. A repetition of an earlier text is not told again. */
type Heard =
  { kind: 'words'; words: Words } | { kind: 'repeated' } | { kind: 'failed'; message: ServerMessage };

/** Hears what is said in a meeting. Rejects only when the backend stops. */
export type Listener = (meeting: Meeting, take: Take) => Promise<Heard>;

export function createListener(options: {
  engine: { engine: SpeechEngine } | { problem: string };
  clock: Clock;
  log: Logger;
  signal: AbortSignal;
}): Listener {
  const { engine: found, clock, log, signal } = options;

  async function listen(take: Take): Promise<Words | { errorType: string; message: string }> {
    if ('problem' in found) return { errorType: 'no-engine', message: found.problem };
    // The markers are a real backend's; clients know them and keep them out of transcripts.
    if (take.pcm.every((sample) => sample === 0)) return { text: '[SILENCE_DETECTED]', confidence: 0 };
    try {
      const { text, confidence } = await found.engine.transcribe(take.pcm, signal);
      return text.trim() === '' ? { text: '[BLANK_AUDIO]', confidence: 0 } : { text, confidence };
    } catch (error) {
      signal.throwIfAborted();
      const failure = toAppError(error, 'engine-failed');
      log.warn({ engine: found.engine.name, err: error }, 'speech engine failed');
      return { errorType: failure.code, message: failure.message };
    }
  }

  return async (meeting, take) => {
    const outcome = await listen(take);
    if ('errorType' in outcome) {
      return {
        kind: 'failed',
        message: transcriptionError(meeting.meetingId, take, outcome, clock.nowMs()),
      };
    }
    if (!meeting.recentTexts.isNew(outcome.text)) return { kind: 'repeated' };
    if (isSpeech(outcome.text)) meeting.transcripts += 1;
    return { kind: 'words', words: outcome };
  };
}
