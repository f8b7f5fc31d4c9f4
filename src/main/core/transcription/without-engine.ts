import { noBytes, noChunks } from '../../../shared/session/no-counts.ts';
import type { Action } from '../../../shared/words/actions.ts';
import { tell } from '../../../shared/words/all-words.ts';
import type { OpenedTarget, StreamOutcome } from '../ports/ports.ts';

/** The part of an engine where none is ready: audio is kept, and the session says how to get words later. */
export function openWithoutEngine(lack: {
  problem: string;
  action: Action | null;
}): OpenedTarget & { name: string } {
  const { problem, action } = lack;
  const told = tell('transcribe.can-be-later', { why: problem });
  return {
    name: 'none',
    close: () => Promise.resolve(),
    openStreaming(_start, hooks) {
      const done = Promise.withResolvers<StreamOutcome>();
      const end = (): void => done.resolve({ complete: false, code: 'engine-failed', ...told, action });
      hooks.signal.addEventListener('abort', end, { once: true });
      return {
        recorded: () => undefined,
        finish: end,
        tryNow: () => undefined,
        wakeUp: () => undefined,
        pendingSec: () => 0,
        done: done.promise,
        counts: () => noChunks,
        bytes: () => noBytes,
        waitingBytes: () => null,
        connection: () => ({ phase: 'stopped', ...told, action }),
      };
    },
  };
}
