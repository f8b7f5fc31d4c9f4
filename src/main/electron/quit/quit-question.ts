import { isRunning } from '../../../shared/session/running.ts';
import type { Status } from '../../../shared/session/status.ts';
import { say } from '../../../shared/words/all-words.ts';

/** What is going on when somebody wants to quit. */
export type QuitFacts = { status: Status | null; isSending: boolean };

export const quitAnswers = ['finish', 'later', 'cancel'] as const;
export type QuitAnswer = (typeof quitAnswers)[number];
export type QuitQuestion = { message: string; detail: string; buttons: readonly [string, string, string] };

/** What to ask before quitting; `null` when nothing is lost by it. */
export function quitQuestionOf({ status, isSending }: QuitFacts): QuitQuestion | null {
  if (status !== null && isRunning(status)) {
    const isStreamed = status.session?.mode !== 'capture-only';
    return {
      message: say('quit.recording'),
      detail: say(isStreamed ? 'quit.recording.streamed' : 'quit.recording.kept'),
      buttons: [say('quit.finish'), say(isStreamed ? 'quit.later' : 'quit.now'), say('quit.cancel')],
    };
  }
  if (!isSending) return null;
  return {
    message: say('quit.sending'),
    detail: say('quit.sending.detail'),
    buttons: [say('quit.finish'), say('quit.later'), say('quit.cancel')],
  };
}
