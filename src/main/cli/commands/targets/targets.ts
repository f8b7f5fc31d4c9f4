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
import { sentence, type Sentence, sayIt } from '../../../../shared/words/all-words.ts';

type Run = (core: Core) => Promise<number>;

export function addTargetsCommand(program: Command, context: CommandContext): void {
  const targets = program.command('targets').description('the places where audio goes');
  const run = (options: CommonOptions, action: Run): Promise<void> =>
    context.run(options, () => withCore(options, context.terminal, context.entryUrl, action));
  const { terminal } = context;
  const say = (options: CommonOptions, value: unknown, text: string): void => {
    if (options.json === true) terminal.out(`${JSON.stringify(value)}\n`);
    else if (options.quiet !== true) terminal.out(text);
  };
  const warn = (advice: readonly string[]): void => {
    for (const sentence of advice) terminal.err(`${sentence}\n`);
  };

  withCommonOptions(
    targets.command('list').description('all targets; the one that Record uses has a star'),
  ).action((options: CommonOptions) =>
    run(options, async (core) => {
      const all = await core.handlers['targets.list']({});
      say(options, all, targetsText(all, terminal.tableWidth));
      return exitCodes.done;
    }),
  );

  withTargetOptions(
    targets
      .command('add <name>')
      .description('add a target')
      .requiredOption('--ws <url>', 'address of its WebSocket, such as wss://host/ws'),
  ).action((name: string, options: TargetOptions & { ws: string }) =>
    run(options, async (core) => {
      const target = { ...targetOf(options), name, wsUrl: options.ws };
      const given = credentialsOf(options, terminal.environment);
      const { advice } = await core.handlers['targets.add']({ target, credentials: given });
      warn(advice);
      say(options, { name, advice }, `${sayIt(sentence('cli.added', { name }))}\n`);
      return exitCodes.done;
    }),
  );

  withTargetOptions(targets.command('edit <name>').description('change a target'))
    .option('--ws <url>', 'address of its WebSocket')
    .option('--name <name>', 'a new name')
    .action((name: string, options: TargetOptions & { ws?: string; name?: string }) =>
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
        say(options, { name: options.name ?? name, advice }, `${sayIt(sentence('cli.changed', { name }))}\n`);
        return exitCodes.done;
      }),
    );

  withCommonOptions(targets.command('remove <name>').description('forget a target and its credentials'))
    .option('--yes', 'also one that people may be working with')
    .action((name: string, options: CommonOptions & { yes?: boolean }) =>
      run(options, async (core) => {
        const { current } = await core.handlers['targets.list']({});
        await core.handlers['targets.remove']({ name, confirmed: options.yes === true });
        const now =
          current === name ? ` ${sayIt(sentence('cli.record-uses', { name: builtInTargetName }))}` : '';
        say(options, { name }, `${sayIt(sentence('cli.removed', { name }))}${now}\n`);
        return exitCodes.done;
      }),
    );

  withCommonOptions(
    targets.command('use <name>').description('the target that Record uses from now on'),
  ).action((name: string, options: CommonOptions) =>
    run(options, async (core) => {
      await core.handlers['targets.use']({ name });
      say(options, { current: name }, `${sayIt(sentence('cli.record-uses', { name }))}\n`);
      return exitCodes.done;
    }),
  );

  withCommonOptions(
    targets
      .command('probe [nameOrUrl]')
      .description('whether a target answers, step by step; nothing at it is changed'),
  ).action((nameOrUrl: string | undefined, options: CommonOptions) =>
    run(options, async (core) => {
      const report = await core.handlers['targets.probe']({ target: nameOrUrl });
      say(options, report, probeText(report));
      if (!report.reachable) return exitCodes.unreachable;
      return report.ok ? exitCodes.done : exitCodes.notInOrder;
    }),
  );

  withCommonOptions(
    targets.command('discover').description('tunnels of the ngrok agents on this machine'),
  ).action((options: CommonOptions) =>
    run(options, async (core) => {
      const found = await core.handlers['targets.discover']({});
      say(options, found, discoveryText(found));
      return exitCodes.done;
    }),
  );

  addProcessesCommand(targets, context);

  withCommonOptions(
    targets
      .command('export <file>')
      .description('write all targets into a file, or to - for standard output, without credentials'),
  ).action((file: string, options: CommonOptions) =>
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
      say(options, { file }, `${sayIt(sentence('cli.written', { file }))}\n`);
      return exitCodes.done;
    }),
  );

  withCommonOptions(
    targets
      .command('import <file>')
      .description('add the targets of a file; those of the same name are replaced'),
  ).action((file: string, options: CommonOptions) =>
    run(options, async (core) => {
      const text = await readFile(parseFilePath(file), 'utf8').catch((cause: unknown) => {
        throw new AppError('bad-input', unreadable(file, cause), { cause });
      });
      const done = await core.handlers['targets.import']({ text });
      say(
        options,
        done,
        `${sayIt(sentence('cli.imported-targets', { added: done.added.length, changed: done.changed.length }))}\n`,
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
    .option('--http <url>', 'address of its REST backend; "none" takes it away')
    .addOption(new Option('--colour <colour>', 'of its badge').choices([...targetColours, 'auto']))
    .option('--client-type <type>', 'what we say we are')
    .option('--platform <name>', 'the platform that we name')
    .addOption(
      new Option('--header <header>', "'Name: value', kept with the keys; 'Name:' takes it away").argParser(
        collect,
      ),
    )
    .option('--login <user:password>', 'kept with the keys; "none" takes it away')
    .option('--query <query>', 'such as token=…, kept with the keys; "none" takes it away')
    .option('--ca <file>', 'certificate authorities (PEM) that it needs; "none" takes it away')
    .option('--proxy <url|none|auto>', 'the way to it')
    .option('--notes <text>', 'for people')
    .addOption(
      new Option('--production <yes|no|auto>', 'whether people work with it').choices(['yes', 'no', 'auto']),
    )
    .addOption(
      new Option('--compress <yes|no|auto>', 'whether to offer compression').choices(['yes', 'no', 'auto']),
    );
}
