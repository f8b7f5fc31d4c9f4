import { readFile } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { builtInTargetName } from '../../../../shared/settings/targets/resolve-target.ts';
import { targetColours } from '../../../../shared/settings/targets/targets.ts';
import { collect, withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { Core } from '../../../core/core.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { withCore } from '../../with-core.ts';
import { addProcessesCommand } from './processes.ts';
import { discoveryText, probeText, targetsText } from './targets-text.ts';
import { credentialsOf, targetOf, type TargetOptions } from './target-options.ts';
import { say, sentence, type Sentence } from '../../../../shared/words/all-words.ts';

type Run = (core: Core) => Promise<number>;

export function defineTargets(targets: Command, context: CommandContext): void {
  const run = (options: CommonOptions, action: Run): Promise<void> =>
    context.run(options, () => withCore(options, context.terminal, context.entryUrl, action));
  const { terminal } = context;
  const print = (options: CommonOptions, value: unknown, text: string): void => {
    if (options.json === true) terminal.out(`${JSON.stringify(value)}\n`);
    else if (options.quiet !== true) terminal.out(text);
  };
  const warn = (advice: readonly string[]): void => {
    for (const sentence of advice) terminal.err(`${sentence}\n`);
  };

  withCommonOptions(targets.command('list').description(say('help.targets.list'))).action(
    (options: CommonOptions) =>
      run(options, async (core) => {
        const all = await core.handlers['targets.list']({});
        print(options, all, targetsText(all, terminal.tableWidth));
        return exitCodes.done;
      }),
  );

  withTargetOptions(
    targets
      .command('add <name>')
      .description(say('help.targets.add'))
      .requiredOption('--ws <url>', say('help.targets.add.ws')),
  ).action((name: string, options: TargetOptions & { ws: string }) =>
    run(options, async (core) => {
      const target = { ...targetOf(options), name, wsUrl: options.ws };
      const given = credentialsOf(options, terminal.environment);
      const { advice } = await core.handlers['targets.add']({ target, credentials: given });
      warn(advice);
      print(options, { name, advice }, `${say('cli.added', { name })}\n`);
      return exitCodes.done;
    }),
  );

  withTargetOptions(
    targets
      .command('edit <name>')
      .description(say('help.targets.edit'))
      .option('--ws <url>', say('help.targets.edit.ws'))
      .option('--name <name>', say('help.targets.edit.name')),
  ).action((name: string, options: TargetOptions & { ws?: string; name?: string }) =>
    run(options, async (core) => {
      const change = {
        ...targetOf(options),
        ...(options.ws !== undefined && { wsUrl: options.ws }),
        ...(options.name !== undefined && { name: options.name }),
      };
      const given = credentialsOf(options, terminal.environment);
      if (Object.keys(change).length === 0 && Object.keys(given).length === 0)
        throw new AppError('bad-input', sentence('cli.change-what'));
      const { advice } = await core.handlers['targets.edit']({ name, change, credentials: given });
      warn(advice);
      print(options, { name: options.name ?? name, advice }, `${say('cli.changed', { name })}\n`);
      return exitCodes.done;
    }),
  );

  withCommonOptions(targets.command('remove <name>').description(say('help.targets.remove')))
    .option('--yes', say('help.targets.remove.yes'))
    .action((name: string, options: CommonOptions & { yes?: boolean }) =>
      run(options, async (core) => {
        const { current } = await core.handlers['targets.list']({});
        await core.handlers['targets.remove']({ name, confirmed: options.yes === true });
        const now = current === name ? ` ${say('cli.record-uses', { name: builtInTargetName })}` : '';
        print(options, { name }, `${say('cli.removed', { name })}${now}\n`);
        return exitCodes.done;
      }),
    );

  withCommonOptions(targets.command('use <name>').description(say('help.targets.use'))).action(
    (name: string, options: CommonOptions) =>
      run(options, async (core) => {
        await core.handlers['targets.use']({ name });
        print(options, { current: name }, `${say('cli.record-uses', { name })}\n`);
        return exitCodes.done;
      }),
  );

  withCommonOptions(targets.command('probe [nameOrUrl]').description(say('help.targets.probe'))).action(
    (nameOrUrl: string | undefined, options: CommonOptions) =>
      run(options, async (core) => {
        const report = await core.handlers['targets.probe']({ target: nameOrUrl });
        print(options, report, probeText(report));
        if (!report.reachable) return exitCodes.unreachable;
        return report.ok ? exitCodes.done : exitCodes.notInOrder;
      }),
  );

  withCommonOptions(targets.command('discover').description(say('help.targets.discover'))).action(
    (options: CommonOptions) =>
      run(options, async (core) => {
        const found = await core.handlers['targets.discover']({});
        print(options, found, discoveryText(found));
        return exitCodes.done;
      }),
  );

  addProcessesCommand(targets, context);

  withCommonOptions(targets.command('export <file>').description(say('help.targets.export'))).action(
    (file: string, options: CommonOptions) =>
      run(options, async (core) => {
        const { text } = await core.handlers['targets.export']({});
        if (file === '-') {
          terminal.out(text);
          return exitCodes.done;
        }
        await writeFileAtomic(parseFilePath(file), text).catch((cause: unknown) => {
          const refusal = sentence('cli.unwritable', { path: file, why: messageOf(cause) });
          throw new AppError('storage-failed', refusal, { cause });
        });
        print(options, { file }, `${say('cli.written', { file })}\n`);
        return exitCodes.done;
      }),
  );

  withCommonOptions(targets.command('import <file>').description(say('help.targets.import'))).action(
    (file: string, options: CommonOptions) =>
      run(options, async (core) => {
        const text = await readFile(parseFilePath(file), 'utf8').catch((cause: unknown) => {
          throw new AppError('bad-input', unreadable(file, cause), { cause });
        });
        const done = await core.handlers['targets.import']({ text });
        print(
          options,
          done,
          `${say('cli.imported-targets', { added: done.added.length, changed: done.changed.length })}\n`,
        );
        return exitCodes.done;
      }),
  );
}

function unreadable(file: string, cause: unknown): Sentence {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  return isMissing
    ? sentence('cli.no-targets-file', { file })
    : sentence('cli.unreadable', { path: file, why: messageOf(cause) });
}

function withTargetOptions(command: Command): Command {
  return withCommonOptions(command)
    .option('--http <url>', say('help.target.http'))
    .addOption(new Option('--colour <colour>', say('help.target.colour')).choices([...targetColours, 'auto']))
    .option('--client-type <type>', say('help.target.client-type'))
    .option('--platform <name>', say('help.target.platform'))
    .addOption(new Option('--header <header>', say('help.target.header')).argParser(collect))
    .option('--login <user:password>', say('help.target.login'))
    .option('--query <query>', say('help.target.query'))
    .option('--ca <file>', say('help.target.ca'))
    .option('--proxy <url|none|auto>', say('help.target.proxy'))
    .option('--notes <text>', say('help.target.notes'))
    .addOption(
      new Option('--production <yes|no|auto>', say('help.target.production')).choices(['yes', 'no', 'auto']),
    )
    .addOption(
      new Option('--compress <yes|no|auto>', say('help.target.compress')).choices(['yes', 'no', 'auto']),
    );
}
