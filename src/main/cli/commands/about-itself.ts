import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonSchemaOf } from '../help/json-schemas.ts';
import { manPage } from '../help/man-page.ts';
import { version } from '../with-core.ts';

/** What the program says of itself: its manual, the shape of its JSON, and completion for shells. */
export function addManAndSchema(
  program: Command,
  context: CommandContext,
  allCommands: () => readonly Command[],
): void {
  const { terminal } = context;
  program
    .command('man')
    .description('the manual as a man page')
    .action(() =>
      context.run({}, () => {
        terminal.out(manPage(program, allCommands(), version));
        return Promise.resolve(exitCodes.done);
      }),
    );
  withCommonOptions(
    program
      .command('schema <command...>')
      .description('the JSON Schema of what a command prints with --json, or of a scenario'),
  ).action((command: string[], options: CommonOptions) =>
    context.run(options, () => {
      terminal.out(`${JSON.stringify(jsonSchemaOf(command.join(' ')), null, 2)}\n`);
      return Promise.resolve(exitCodes.done);
    }),
  );
}

/** After all commands are there: it reads them. */
export function addCompletion(program: Command): void {
  tab(program, { completionCommandName: 'completion' });
}
