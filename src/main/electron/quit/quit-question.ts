import { isRunning, type Status } from '../../../shared/session/health.ts';

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
      message: 'A meeting is being recorded.',
      detail: isStreamed
        ? 'Finish first: the recording is stopped, what is queued is sent, then the app quits. Or quit now: what was recorded is kept and sent at the next start.'
        : 'Finish first: the recording is stopped and closed, then the app quits. Or quit now: what was recorded so far is kept.',
      buttons: ['Finish first', isStreamed ? 'Quit and send later' : 'Quit now', 'Cancel'],
    };
  }
  if (!isSending) return null;
  return {
    message: 'Audio is still being sent to its target.',
    detail:
      'Finish first: the app quits when the target has it all. Or quit now: the rest is sent at the next start.',
    buttons: ['Finish first', 'Quit and send later', 'Cancel'],
  };
}
