import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import { errorText } from '../../../shared/protocol/error-text.ts';
import { outsideText } from '../network/network.ts';
import { asTold, say, sentence, type Sentence } from '../../../shared/words/all-words.ts';

/** What a target says is wrong with the audio that it was sent. */
export type TargetErrors = {
  /** A message came; what it says of our audio, `null` where it says nothing is wrong. */
  problemIn(message: BackendMessage): Sentence | null;
  /** How it ended, for the receipt; `null` where no ERROR answered audio. */
  note(end: { delivered: number; hasWords: boolean }): string | null;
};

/** `hasSent` says whether any audio was sent: an ERROR before that is about something else. */
export function createTargetErrors(target: string, hasSent: () => boolean): TargetErrors {
  let count = 0;
  let last = '';

  return {
    problemIn(message) {
      if (message.type === 'TRANSCRIPTION_ERROR') return problemOf(message.data);
      if (message.type !== 'ERROR' || !hasSent()) return null;
      count += 1;
      last = outsideText(errorText(message) ?? say('stream.no-reason'));
      return sentence('stream.audio-error', { said: last });
    },
    note({ delivered, hasWords }) {
      if (count === 0) return null;
      return hasWords
        ? say('note.errors', { target, times: count, lastSaid: last })
        : say('note.none-transcribed', { target, delivered, lastSaid: last });
    },
  };
}

function problemOf(body: unknown): Sentence {
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return asTold(body.message);
  }
  return sentence('stream.untranscribed');
}
