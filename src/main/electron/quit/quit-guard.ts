import { app, dialog, type BrowserWindow, type MessageBoxOptions } from 'electron';
import { toAppError } from '../../../shared/errors.ts';
import type { Logger } from '../../core/log/log.ts';
import {
  quitAnswers,
  quitQuestionOf,
  type QuitAnswer,
  type QuitFacts,
  type QuitQuestion,
} from './quit-question.ts';

/** Everything that ends the app goes through here. */
export type QuitGuard = {
  /** Asks if something would be cut off; once, and not again while it is being finished. */
  quit(): void;
  /** Asks nobody: the system or a signal ends the app. */
  quitNow(): Promise<void>;
};

export function createQuitGuard(options: {
  facts: () => QuitFacts;
  /** Resolves when what runs has ended and what is queued has been sent. */
  finish: () => Promise<void>;
  /** Stops everything and closes the files. */
  shutDown: () => Promise<void>;
  window: () => BrowserWindow | null;
  log: Logger;
}): QuitGuard {
  const { log } = options;
  let phase: 'running' | 'asking' | 'finishing' | 'leaving' = 'running';
  let left: Promise<void> | null = null;

  function quitNow(): Promise<void> {
    phase = 'leaving';
    left ??= options
      .shutDown()
      .catch((error: unknown) => log.error({ problem: toAppError(error).message }, 'the end was not clean'))
      .then(() => app.exit(0));
    return left;
  }

  async function ask(question: QuitQuestion): Promise<QuitAnswer> {
    const box: MessageBoxOptions = {
      type: 'question',
      message: question.message,
      detail: question.detail,
      buttons: [...question.buttons],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    };
    const window = options.window();
    const { response } = await (window === null
      ? dialog.showMessageBox(box)
      : dialog.showMessageBox(window, box));
    return quitAnswers[response] ?? 'cancel';
  }

  async function askAndQuit(): Promise<void> {
    const question = quitQuestionOf(options.facts());
    if (question === null) return quitNow();
    phase = 'asking';
    switch (await ask(question)) {
      case 'cancel':
        phase = 'running';
        return;
      case 'finish':
        phase = 'finishing';
        await options.finish();
        return quitNow();
      case 'later':
        return quitNow();
    }
  }

  function quit(): void {
    // Whoever quits again while it finishes has been asked already.
    if (phase === 'finishing') void quitNow();
    if (phase !== 'running') return;
    askAndQuit().catch((error: unknown) => {
      log.error({ problem: toAppError(error).message }, 'quitting failed');
      void quitNow();
    });
  }

  app.on('before-quit', (event) => {
    if (phase === 'leaving') return;
    event.preventDefault();
    quit();
  });

  return { quit, quitNow };
}
