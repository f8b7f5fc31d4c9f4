import { toAppError } from '../../shared/errors.ts';
import type { CommonOptions } from './options/common-options.ts';
import { commandHint } from './output/command-hint.ts';
import { exitCodeOf } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';

/** What every command gets. */
export type CommandContext = {
  terminal: Terminal;
  /** Address of the entry file, from which the workers are found. */
  entryUrl: string;
  /** Runs a command's action; its exit code, or that of the error it throws, becomes the process's. */
  run(options: CommonOptions, action: () => Promise<number>): Promise<void>;
};

export function createCommandContext(options: {
  terminal: Terminal;
  entryUrl: string;
  setExitCode: (code: number) => void;
}): CommandContext {
  const { terminal, entryUrl, setExitCode } = options;
  return {
    terminal,
    entryUrl,
    async run(common, action) {
      if (common.color !== undefined) terminal.chooseColour(common.color);
      try {
        setExitCode(await action());
      } catch (error) {
        const failure = toAppError(error);
        if (common.json === true) {
          const { code, message, said, action } = failure;
          const more = { ...(said !== null && { said }), ...(action !== null && { action }) };
          terminal.out(`${JSON.stringify({ error: { code, message, ...more } })}\n`);
        }
        terminal.err(`${terminal.paint('red', failure.message)}${commandHint(failure.action, common)}\n`);
        if (failure.code === 'internal' && error instanceof Error) terminal.err(`${error.stack ?? ''}\n`);
        setExitCode(exitCodeOf(failure.code));
      }
    },
  };
}
