import type { Command } from 'commander';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { commandHint } from '../../output/command-hint.ts';
import { formatTable } from '../../output/table.ts';
import { withCore } from '../../with-core.ts';
import { addModelCommands } from './engine-models.ts';
import { say } from '../../../../shared/words/all-words.ts';

export function defineEngines(engines: Command, context: CommandContext): void {
  withCommonOptions(engines.command('list').description(say('help.engines.list'))).action(
    (options: CommonOptions) => context.run(options, () => list(options, context)),
  );
  addModelCommands(engines, context);
  withCommonOptions(engines.command('allow <address>').description(say('help.engines.allow'))).action(
    (address: string, options: CommonOptions) =>
      context.run(options, () => allow(address, true, { options, context })),
  );
  withCommonOptions(engines.command('disallow <address>').description(say('help.engines.disallow'))).action(
    (address: string, options: CommonOptions) =>
      context.run(options, () => allow(address, false, { options, context })),
  );
}

async function list(options: CommonOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const found = await withCore(options, terminal, entryUrl, (core) => core.handlers['engines.list']({}));
  if (options.json === true) {
    terminal.out(`${JSON.stringify(found)}\n`);
    return exitCodes.done;
  }
  const rows = found.engines.map(({ name, state, sentence, action }) => [
    name,
    state,
    `${sentence}${commandHint(action, options)}`,
  ]);
  terminal.out(formatTable(['engine', 'state', { piped: 'about' }], rows, terminal.tableWidth));
  return exitCodes.done;
}

async function allow(
  address: string,
  isAllowed: boolean,
  { options, context }: { options: CommonOptions; context: CommandContext },
): Promise<number> {
  const { terminal, entryUrl } = context;
  const answer = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['engines.allow']({ address, isAllowed }),
  );
  if (options.json === true) terminal.out(`${JSON.stringify(answer)}\n`);
  else if (options.quiet !== true)
    terminal.err(
      `${say(isAllowed ? 'cli.address-allowed' : 'cli.address-disallowed', { address: new URL(address).origin })}\n`,
    );
  return exitCodes.done;
}
