import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';

/** Resolves at Ctrl-C. A second one while things are being closed ends the process at once. */
export async function untilInterrupted(terminal: Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    terminal.onInterrupt((count) => {
      if (count > 1) process.exit(exitCodes.interrupted);
      resolve();
    });
  });
}

/** A signal that Ctrl-C fires; a second one ends the process at once. */
export function untilAborted(terminal: Terminal): { signal: AbortSignal; stop: () => void } {
  const aborting = new AbortController();
  const stop = terminal.onInterrupt((count) => {
    if (count > 1) process.exit(exitCodes.interrupted);
    aborting.abort();
  });
  return { signal: aborting.signal, stop };
}
