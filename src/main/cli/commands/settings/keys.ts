import { text as textOf } from 'node:stream/consumers';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { secretNameSchema, secretNames, type Key } from '../../../../shared/settings/secrets.ts';
import { checkSecret } from '../../../core/settings/settings.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { formatTable } from '../../output/table.ts';
import { withCore } from '../../with-core.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

type SetOptions = CommonOptions & { from?: string };

/** Keys of speech engines. They are never printed, and never stand in a command line. */
export function defineKeys(keys: Command, context: CommandContext): void {
  withCommonOptions(keys.command('list').description(say('help.keys.list'))).action(
    (options: CommonOptions) => context.run(options, () => list(options, context)),
  );
  withCommonOptions(
    keys.command('set <name>').description(say('help.keys.set', { known: secretNames.join(' or ') })),
  )
    .option('--from <env:NAME>', say('help.keys.set.from'))
    .action((name: string, options: SetOptions) =>
      context.run(options, () => set(nameOf(name), options, context)),
    );
  withCommonOptions(keys.command('remove <name>').description(say('help.keys.remove'))).action(
    (name: string, options: CommonOptions) =>
      context.run(options, () => remove(nameOf(name), options, context)),
  );
}

function nameOf(name: string): Key['name'] {
  const parsed = secretNameSchema.safeParse(name);
  if (parsed.success) return parsed.data;
  throw new AppError('bad-input', sentence('cli.no-key', { name, known: secretNames.join(', ') }));
}

async function list(options: CommonOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const keys = await withCore(options, terminal, entryUrl, (core) => core.handlers['keys.list']({}));
  if (options.json === true) terminal.out(`${JSON.stringify(keys)}\n`);
  else terminal.out(formatTable(['key', 'state', 'where'], keys.map(rowOf), terminal.tableWidth));
  return exitCodes.done;
}

function rowOf({ name, variable, state }: Key): string[] {
  if (!state.set) return [name, say('cli.key-not-set'), ''];
  const ending =
    state.lastFour === null ? say('cli.key-set') : say('cli.key-ends-with', { ending: state.lastFour });
  return [
    name,
    ending,
    state.kept === 'environment'
      ? say('cli.key-place.environment', { variable })
      : say(`cli.key-place.${state.kept}`),
  ];
}

async function set(name: Key['name'], options: SetOptions, context: CommandContext): Promise<number> {
  const { terminal, entryUrl } = context;
  const value = await valueOf(options, context);
  terminal.mask.learn([value]);
  const state = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['keys.set']({ name, value }),
  );
  if (options.json === true) terminal.out(`${JSON.stringify({ name, state })}\n`);
  else if (options.quiet !== true) terminal.err(`${say(`cli.key-kept.${state.kept}`, { name })}\n`);
  return exitCodes.done;
}

async function valueOf({ from }: SetOptions, { terminal }: CommandContext): Promise<string> {
  if (from === undefined) {
    if (process.stdin.isTTY) throw new AppError('bad-input', sentence('cli.key-typed'));
    return checkSecret(await textOf(process.stdin));
  }
  const variable = /^env:(\w+)$/.exec(from)?.[1];
  const value = variable === undefined ? '' : (terminal.environment[variable] ?? '');
  if (variable === undefined || value === '') throw new AppError('bad-input', sentence('cli.key-from'));
  return checkSecret(value, variable);
}

async function remove(
  name: Key['name'],
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const state = await withCore(options, terminal, entryUrl, (core) => core.handlers['keys.clear']({ name }));
  if (options.json === true) terminal.out(`${JSON.stringify({ name, state })}\n`);
  else if (options.quiet !== true)
    terminal.err(`${say(state.set ? 'cli.key-still-set' : 'cli.key-forgotten', { name })}\n`);
  return exitCodes.done;
}
