import type { MessagePort } from 'node:worker_threads';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type { BundleTools } from '../source/source.ts';
import { openLook, type Look } from '../writing/look-at-parts.ts';
import { writeBundle } from '../writing/write-bundle.ts';
import {
  stopWord,
  type BundleTask,
  type FromThread,
  type LookAnswers,
  type LookQuestion,
  type ToThread,
} from './bundle-tasks.ts';

/** The inside of a bundle's thread: does what it was started for, and ends. */
export async function serveBundles(port: MessagePort, task: BundleTask, tools: BundleTools): Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const post = (message: FromThread): void => port.postMessage(message);
  const fail = (id: number | null, error: unknown): void => {
    const { code, message } = signal.aborted ? cancelled() : toAppError(error);
    post({ kind: 'failed', id, code, message });
  };
  try {
    if (task.kind === 'write') {
      port.once('message', () => stopping.abort());
      const onProgress = (progress: Extract<FromThread, { kind: 'progress' }>['progress']): void =>
        post({ kind: 'progress', progress });
      const report = await writeBundle({ ...task.source, ...task, signal, onProgress }, tools);
      post({ kind: 'written', report });
    } else await answerQuestions(port, task, { tools, stopping, post, fail });
  } catch (error) {
    fail(null, error);
  } finally {
    port.close();
  }
}

/** One after another: a redactor is not used for two texts at once. */
async function answerQuestions(
  port: MessagePort,
  task: Extract<BundleTask, { kind: 'look' }>,
  options: {
    tools: BundleTools;
    stopping: AbortController;
    post: (message: FromThread) => void;
    fail: (id: number, error: unknown) => void;
  },
): Promise<void> {
  const { tools, stopping, post, fail } = options;
  const { signal } = stopping;
  const opening = openLook({ ...task.source, request: task.request, signal }, tools);
  const ended = Promise.withResolvers<undefined>();
  let last: Promise<void> = opening.then(
    () => undefined,
    () => undefined,
  );
  port.on('message', (message: ToThread) => {
    if (message === stopWord) {
      stopping.abort();
      ended.resolve(undefined);
      return;
    }
    last = last.then(async () => {
      try {
        post({ kind: 'answer', id: message.id, value: await answer(await opening, message.question) });
      } catch (error) {
        fail(message.id, error);
      }
    });
  });
  await ended.promise;
  await last;
  await opening.then(
    (look) => look.close(),
    () => undefined,
  );
}

function answer(look: Look, question: LookQuestion): Promise<LookAnswers[keyof LookAnswers]> {
  switch (question.ask) {
    case 'plan':
      return look.plan();
    case 'preview':
      return look.preview(question.part);
    case 'search':
      return look.search(question.word);
    default:
      return question satisfies never;
  }
}

export function cancelled(): AppError {
  return new AppError('interrupted', 'The bundle was cancelled; nothing was written.');
}
