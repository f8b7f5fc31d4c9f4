import tab from '@bomb.sh/tab/commander';
import { Command, Option } from 'commander';
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
  withCommonOptions(program.command('man').description('the manual as a man page')).action(
    (options: CommonOptions) =>
      context.run(options, () => {
        const text = manPage(program, allCommands(), version);
        terminal.out(options.json === true ? `${JSON.stringify(text)}\n` : text);
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
  // What the shell gets is no JSON and has no home: taken so that no line fails by them, and not advertised.
  for (const { flags } of withCommonOptions(new Command()).options) {
    const completion = program.commands.find((command) => command.name() === 'completion');
    completion?.addOption(new Option(flags).hideHelp());
  }
}
