import { Worker } from 'node:worker_threads';
import type { BundleProgress, BundleReport } from '../../../../shared/bundle/bundle.ts';
import { AppError, errorCodes, saidBy } from '../../../../shared/errors.ts';
import {
  stopWord,
  type BundleTask,
  type FromThread,
  type BundleAnswers,
  type BundleQuestion,
} from './bundle-tasks.ts';
import { sentence } from '../../../../shared/words/all-words.ts';

// The process that records must not be the one that pays for a bundle.
const limits = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 16 };

type WriteTask = Omit<Extract<BundleTask, { kind: 'write' }>, 'kind'>;

/**
 * Writes a bundle in a thread of its own, so that recording, page and tray never wait for it.
 * @throws AppError `interrupted` when `signal` fires; whatever the writing throws
 */
export async function writeInThread(
  entry: URL,
  task: WriteTask,
  options: { signal: AbortSignal; onProgress?: (progress: BundleProgress) => void },
): Promise<BundleReport> {
  const { signal, onProgress } = options;
  if (signal.aborted) throw new AppError('interrupted', sentence('bundle.cancelled'));
  const written = Promise.withResolvers<BundleReport>();
  const thread = startThread(entry, { kind: 'write', ...task }, (message) => {
    if (message.kind === 'progress') onProgress?.(message.progress);
    else if (message.kind === 'written') written.resolve(message.report);
    else if (message.kind === 'failed') written.reject(failureOf(message));
  });
  const stop = (): void => thread.worker.postMessage(stopWord);
  signal.addEventListener('abort', stop, { once: true });
  void thread.ended.then((failure) => written.reject(failure));
  try {
    return await written.promise;
  } finally {
    signal.removeEventListener('abort', stop);
    await thread.ended;
  }
}

/** A thread that stays and answers questions, one after another. */
export type Looker = {
  /** @throws AppError of the answer; `interrupted` when it is stopped before */
  ask<Q extends BundleQuestion>(question: Q): Promise<BundleAnswers[Q['ask']]>;
  /** Resolves when nothing of it is left. */
  stop(): Promise<void>;
};

/** Opens a data folder, or a written bundle, once for any number of questions. */
export function startLooker(
  entry: URL,
  task: Exclude<BundleTask, { kind: 'write' }>,
  signal?: AbortSignal,
): Looker {
  const waiting = new Map<number, PromiseWithResolvers<never>>();
  let asked = 0;
  let isStopped = false;
  const thread = startThread(entry, task, (message) => {
    if (message.kind !== 'answer' && (message.kind !== 'failed' || message.id === null)) return;
    const id = message.id ?? 0;
    if (message.kind === 'answer') waiting.get(id)?.resolve(message.value as never);
    else waiting.get(id)?.reject(failureOf(message));
    waiting.delete(id);
  });
  void thread.ended.then((failure) => {
    for (const { reject } of waiting.values()) reject(isStopped ? left() : failure);
    waiting.clear();
  });
  const stop = async (): Promise<void> => {
    isStopped = true;
    thread.worker.postMessage(stopWord);
    await thread.ended;
  };
  signal?.addEventListener('abort', () => void stop(), { once: true });
  return {
    ask(question) {
      if (isStopped) return Promise.reject(left());
      asked += 1;
      const answer = Promise.withResolvers<never>();
      waiting.set(asked, answer);
      thread.worker.postMessage({ id: asked, question });
      return answer.promise;
    },
    stop,
  };
}

function left(): AppError {
  return new AppError('interrupted', sentence('bundle.question-left'));
}

/** `ended` resolves with what to say to whoever still waits. */
function startThread(
  entry: URL,
  task: BundleTask,
  onMessage: (message: FromThread) => void,
): { worker: Worker; ended: Promise<AppError> } {
  const worker = new Worker(entry, { workerData: task, resourceLimits: limits });
  const ended = Promise.withResolvers<AppError>();
  let failure = new AppError('internal', sentence('bundle.thread-ended'));
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'failed' && message.id === null) failure = failureOf(message);
    onMessage(message);
  });
  worker.on('error', (cause: unknown) => {
    failure = new AppError('internal', sentence('bundle.not-made', { why: saidBy(cause) }), { cause });
  });
  worker.on('exit', () => ended.resolve(failure));
  return { worker, ended: ended.promise };
}

function failureOf({ code, message, said }: Extract<FromThread, { kind: 'failed' }>): AppError {
  return new AppError(errorCodes.find((known) => known === code) ?? 'internal', message, { said });
}
