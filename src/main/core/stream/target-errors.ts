import type { BackendMessage } from '../../../shared/protocol/decode.ts';
import { errorText } from '../../../shared/protocol/error-text.ts';
import { outsideText } from '../network/network.ts';
import { counted } from '../../../shared/plural.ts';

/** What a target says is wrong with the audio that it was sent. */
export type TargetErrors = {
  /** A message came; what it says of our audio in a sentence, `null` where it says nothing is wrong. */
  sentenceOf(message: BackendMessage): string | null;
  /** How it ended, for the receipt; `null` where no ERROR answered audio. */
  note(end: { delivered: number; hasWords: boolean }): string | null;
};

/** `hasSent` says whether any audio was sent: an ERROR before that is about something else. */
export function createTargetErrors(target: string, hasSent: () => boolean): TargetErrors {
  let count = 0;
  let last = '';

  return {
    sentenceOf(message) {
      if (message.type === 'TRANSCRIPTION_ERROR') return problemOf(message.data);
      if (message.type !== 'ERROR' || !hasSent()) return null;
      count += 1;
      last = outsideText(errorText(message) ?? 'no reason');
      return `The target answered audio with an error: "${last}".`;
    },
    note({ delivered, hasWords }) {
      if (count === 0) return null;
      if (hasWords) {
        const times = count === 1 ? 'once' : counted(count, 'time');
        return `${target} answered audio with an error ${times}; the last said: "${last}". That part may not be transcribed.`;
      }
      const chunks = counted(delivered, 'chunk was', 'chunks were');
      return `${chunks} delivered, none transcribed: ${target} says "${last}".`;
    },
  };
}

function problemOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string') {
    return body.message;
  }
  return 'The target could not transcribe a part of the audio and gave no reason.';
}
