import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import { diffBundles, inspectBundle, knownSecrets, openSealedFile } from '../../../core/bundle/bundle.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseFilePath } from '../../options/parse-options.ts';
import { homeOf } from '../../with-core.ts';
import { diffText, inspectionText } from './bundle-text.ts';
import { fitLines } from '../../output/table.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

type OpenOptions = CommonOptions & { identity?: string; out?: string };

// Options that `bundle` knows as well are taken by it, wherever they stand.
const optionsOf = (command: Command): OpenOptions => command.optsWithGlobals();

/** What support does with a bundle that it got. */
export function addReadingCommands(bundle: Command, context: CommandContext): void {
  withCommonOptions(bundle.command('inspect <file>').description(say('help.bundle.inspect'))).action(
    (file: string, _own: object, command: Command) =>
      context.run(optionsOf(command), () => inspect(file, optionsOf(command), context)),
  );
  withCommonOptions(bundle.command('diff <a> <b>').description(say('help.bundle.diff'))).action(
    (a: string, b: string, _own: object, command: Command) =>
      context.run(optionsOf(command), () => diff([a, b], optionsOf(command), context)),
  );
  withCommonOptions(
    bundle
      .command('open <file>')
      .description(say('help.bundle.open'))
      .option('--identity <file>', say('help.bundle.open.identity'))
      .option('--out <file>', say('help.bundle.open.out')),
  ).action((file: string, _own: object, command: Command) =>
    context.run(optionsOf(command), () => openSealed(file, optionsOf(command), context)),
  );
}

async function inspect(file: string, options: CommonOptions, { terminal }: CommandContext): Promise<number> {
  const { inspection } = await inspectBundle(parseFilePath(file), await secretsHere(options, terminal));
  terminal.out(
    options.json === true
      ? `${JSON.stringify(inspection)}\n`
      : fitLines(inspectionText(inspection, options), terminal.tableWidth),
  );
  const isWhole =
    inspection.problems.length === 0 && inspection.leaks.length === 0 && inspection.canaries.found === 0;
  return isWhole ? exitCodes.done : exitCodes.notInOrder;
}

/** Those of this machine: whoever made the bundle here may look whether they are in it. */
function secretsHere(options: CommonOptions, terminal: CommandContext['terminal']): Promise<string[]> {
  return knownSecrets({
    home: homeOf(options, terminal),
    environment: terminal.environment,
    settings: null,
    given: [],
  });
}

async function diff(
  [a, b]: readonly [string, string],
  options: CommonOptions,
  { terminal }: CommandContext,
): Promise<number> {
  const difference = diffBundles(
    await inspectBundle(parseFilePath(a), []),
    await inspectBundle(parseFilePath(b), []),
  );
  terminal.out(
    options.json === true
      ? `${JSON.stringify(difference)}\n`
      : fitLines(diffText(difference), terminal.tableWidth),
  );
  return exitCodes.done;
}

async function openSealed(file: string, options: OpenOptions, { terminal }: CommandContext): Promise<number> {
  if (options.identity === undefined || options.out === undefined)
    throw new AppError('bad-input', sentence('cli.open-needs'));
  const out = parseFilePath(options.out);
  if ((await stat(out).catch(() => null)) !== null)
    throw new AppError('bad-input', sentence('cli.exists', { path: out }));
  const identity = await readFile(parseFilePath(options.identity), 'utf8').catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('cli.bad-identity', { why: messageOf(cause) }), { cause });
  });
  const path = parseFilePath(file);
  if ((await stat(path).catch(() => null)) === null)
    throw new AppError('bad-input', sentence('cli.no-file', { path }));
  const bytes = await openSealedFile({ path, identity, out, signal: new AbortController().signal });
  terminal.out(options.json === true ? `${JSON.stringify({ path: out, bytes })}\n` : `${out}\n`);
  return exitCodes.done;
}
