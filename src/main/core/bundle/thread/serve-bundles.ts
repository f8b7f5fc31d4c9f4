import type { MessagePort } from 'node:worker_threads';
import { toAppError } from '../../../../shared/errors.ts';
import type { BundleTools } from '../source/source.ts';
import { planBundle, previewPart, searchParts } from '../writing/look-at-parts.ts';
import { writeBundle } from '../writing/write-bundle.ts';
import type { BundleTask, FromThread } from './bundle-tasks.ts';

/** The inside of a bundle's thread: does one task and ends. Any message to it means: stop. */
export async function serveBundles(port: MessagePort, task: BundleTask, tools: BundleTools): Promise<void> {
  const stopping = new AbortController();
  const post = (message: FromThread): void => port.postMessage(message);
  port.once('message', () => stopping.abort());
  try {
    post({ kind: 'done', value: await run(task, { tools, signal: stopping.signal, post }) });
  } catch (error) {
    const { code, message } = toAppError(error);
    post({ kind: 'failed', code, message, isAborted: stopping.signal.aborted });
  } finally {
    port.close();
  }
}

function run(
  task: BundleTask,
  options: { tools: BundleTools; signal: AbortSignal; post: (message: FromThread) => void },
): Promise<unknown> {
  const { tools, signal, post } = options;
  const look = { ...task.source, request: task.request, signal };
  switch (task.kind) {
    case 'write':
      return writeBundle(
        {
          ...look,
          out: task.out,
          recipient: task.recipient,
          onProgress: (progress) => post({ kind: 'progress', progress }),
        },
        tools,
      );
    case 'plan':
      return planBundle(look, tools);
    case 'preview':
      return previewPart(look, task.part, tools);
    case 'search':
      return searchParts(look, task.word, tools);
    default:
      return task satisfies never;
  }
}
