import type { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { manPage } from '../help/man-page.ts';
import { version } from '../version.ts';

export function defineMan(command: Command, context: CommandContext): void {
  withCommonOptions(command).action((options: CommonOptions) =>
    context.run(options, () => {
      const text = manPage(command.parent ?? command, version);
      context.terminal.out(options.json === true ? `${JSON.stringify(text)}\n` : text);
      return Promise.resolve(exitCodes.done);
    }),
  );
}
