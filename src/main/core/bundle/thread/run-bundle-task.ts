import { Worker } from 'node:worker_threads';
import type { BundleProgress } from '../../../../shared/bundle/bundle.ts';
import { AppError, errorCodes, messageOf } from '../../../../shared/errors.ts';
import type { BundleAnswers, BundleTask, FromThread } from './bundle-tasks.ts';

// The process that records must not be the one that pays for a bundle.
const limits = { maxOldGenerationSizeMb: 400, maxYoungGenerationSizeMb: 16 };

/**
 * Does a task in a thread of its own, so that recording, page and tray never wait for it.
 * @throws AppError `interrupted` when `signal` fires; whatever the task throws
 */
export function runBundleTask<K extends BundleTask['kind']>(
  entry: URL,
  task: Extract<BundleTask, { kind: K }>,
  options: { signal: AbortSignal; onProgress?: (progress: BundleProgress) => void },
): Promise<BundleAnswers[K]> {
  const { signal, onProgress } = options;
  if (signal.aborted) return Promise.reject(interrupted());
  const { promise, resolve, reject } = Promise.withResolvers<BundleAnswers[K]>();
  const worker = new Worker(entry, { workerData: task, resourceLimits: limits });
  const stop = (): void => worker.postMessage('stop');
  signal.addEventListener('abort', stop, { once: true });
  worker.on('message', (message: FromThread) => {
    if (message.kind === 'progress') onProgress?.(message.progress);
    else if (message.kind === 'done') resolve(message.value as BundleAnswers[K]);
    else reject(message.isAborted ? interrupted() : failureOf(message));
  });
  worker.on('error', (cause: unknown) =>
    reject(new AppError('internal', `The bundle could not be made: ${messageOf(cause)}`, { cause })),
  );
  worker.on('exit', () => {
    signal.removeEventListener('abort', stop);
    reject(new AppError('internal', 'The bundle could not be made: its thread ended.'));
  });
  return promise;
}

function failureOf({ code, message }: Extract<FromThread, { kind: 'failed' }>): AppError {
  return new AppError(errorCodes.find((known) => known === code) ?? 'internal', message);
}

function interrupted(): AppError {
  return new AppError('interrupted', 'The bundle was cancelled; nothing was written.');
}
