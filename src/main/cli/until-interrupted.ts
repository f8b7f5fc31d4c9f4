import type { Terminal } from './output/terminal.ts';

/** Resolves at Ctrl-C. A second one while things are being closed ends the process at once. */
export async function untilInterrupted(terminal: Terminal): Promise<void> {
  await new Promise<void>((resolve) => {
    terminal.onInterrupt((count) => {
      if (count > 1) process.exit(130);
      resolve();
    });
  });
}
