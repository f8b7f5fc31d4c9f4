import type { MessagePort } from 'node:worker_threads';
import { AppError, toAppError } from '../../../../shared/errors.ts';
import type { BundleTools } from '../source/source.ts';
import { openBundle } from '../opened/open-bundle.ts';
import { openLook } from '../writing/look-at-parts.ts';
import { writeBundle } from '../writing/write-bundle.ts';
import {
  stopWord,
  type BundleTask,
  type FromThread,
  type BundleQuestion,
  type ToThread,
} from './bundle-tasks.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

/** The inside of a bundle's thread: does what it was started for, and ends. */
export async function serveBundles(port: MessagePort, task: BundleTask, tools: BundleTools): Promise<void> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const post = (message: FromThread): void => port.postMessage(message);
  const fail = (id: number | null, error: unknown): void => {
    const { code, message, said } = signal.aborted ? cancelled() : toAppError(error);
    post({ kind: 'failed', id, code, message, said });
  };
  try {
    if (task.kind === 'write') {
      port.once('message', () => stopping.abort());
      const onProgress = (progress: Extract<FromThread, { kind: 'progress' }>['progress']): void =>
        post({ kind: 'progress', progress });
      const report = await writeBundle({ ...task.source, ...task, signal, onProgress }, tools);
      post({ kind: 'written', report });
    } else {
      const opening = open(task, tools, signal);
      await answerQuestions(port, opening, { stopping, post, fail });
    }
  } catch (error) {
    fail(null, error);
  } finally {
    port.close();
  }
}

type Open = { answer(question: BundleQuestion): Promise<unknown>; close(): Promise<void> };

async function open(
  task: Exclude<BundleTask, { kind: 'write' }>,
  tools: BundleTools,
  signal: AbortSignal,
): Promise<Open> {
  if (task.kind === 'open') {
    const opened = await openBundle(task.path, tools);
    return {
      close: () => opened.close(),
      async answer(question) {
        if (question.ask === 'command') return opened.ask(question.name, question.input);
        return opened.overview();
      },
    };
  }
  const look = await openLook({ ...task.source, request: task.request, signal }, tools);
  return {
    close: () => look.close(),
    async answer(question) {
      if (question.ask === 'preview') return look.preview(question.part);
      if (question.ask === 'findings') return look.findings(question.checks);
      return question.ask === 'search' ? look.search(question.word) : look.plan();
    },
  };
}

/** One after another: a redactor is not used for two texts at once. */
async function answerQuestions(
  port: MessagePort,
  opening: Promise<Open>,
  options: {
    stopping: AbortController;
    post: (message: FromThread) => void;
    fail: (id: number, error: unknown) => void;
  },
): Promise<void> {
  const { stopping, post, fail } = options;
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
        post({ kind: 'answer', id: message.id, value: await (await opening).answer(message.question) });
      } catch (error) {
        fail(message.id, error);
      }
    });
  });
  await ended.promise;
  await last;
  await opening.then(
    (opened) => opened.close(),
    () => undefined,
  );
}

export function cancelled(): AppError {
  return new AppError('interrupted', sentence('bundle.cancelled'));
}
