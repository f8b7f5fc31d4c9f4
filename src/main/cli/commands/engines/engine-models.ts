import type { Command } from 'commander';
import type { SpeechModelStatus } from '../../../../shared/settings/speech-models.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { formatTable } from '../../output/table.ts';
import { withCore } from '../../with-core.ts';
import { say } from '../../../../shared/words/all-words.ts';

export function addModelCommands(engines: Command, context: CommandContext): void {
  const models = engines.command('models').description(say('help.engines.models'));
  withCommonOptions(models.command('list').description(say('help.engines.models.list'))).action(
    (options: CommonOptions) => context.run(options, () => list(options, context)),
  );
  withCommonOptions(models.command('get <name>').description(say('help.engines.models.get'))).action(
    (name: string, options: CommonOptions) => context.run(options, () => get(name, options, context)),
  );
  withCommonOptions(models.command('remove <name>').description(say('help.engines.models.remove'))).action(
    (name: string, options: CommonOptions) => context.run(options, () => remove(name, options, context)),
  );
}

async function list(options: CommonOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const models = await withCore(options, terminal, entryUrl, (core) => core.transcription.models.list());
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ models })}\n`);
    return exitCodes.done;
  }
  const rows = models.map((model) => [
    model.name,
    megabytes(model.bytes),
    stateOf(model),
    model.licence,
    model.title,
  ]);
  terminal.out(
    formatTable(['model', 'size', 'state', 'licence', { piped: 'about' }], rows, terminal.tableWidth),
  );
  return exitCodes.done;
}

async function get(
  name: string,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const stop = new AbortController();
  const stopListening = terminal.onInterrupt(() => stop.abort());
  const shows = options.quiet !== true && terminal.isInteractive;
  let told = -1;
  try {
    const model = await withCore(options, terminal, entryUrl, async ({ transcription: { models } }) => {
      const all = (await models.list()).find((one) => one.name === name)?.bytes ?? 1;
      return models.get(name, {
        signal: stop.signal,
        onProgress(bytes) {
          const percent = Math.floor((bytes / all) * 100);
          if (shows && percent !== told) terminal.err(`\r${name}: ${percent} % of ${megabytes(all)}`);
          told = percent;
        },
      });
    });
    if (shows && told >= 0) terminal.err('\n');
    terminal.out(
      options.json === true
        ? `${JSON.stringify(model)}\n`
        : `${say('cli.model-here', { name: model.name, path: model.path })}\n`,
    );
    return exitCodes.done;
  } finally {
    stopListening();
  }
}

async function remove(
  name: string,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  await withCore(options, terminal, entryUrl, (core) => core.transcription.models.remove(name));
  if (options.json === true) terminal.out(`${JSON.stringify({ removed: name })}\n`);
  else if (options.quiet !== true) terminal.err(`${say('cli.model-deleted', { name })}\n`);
  return exitCodes.done;
}

function stateOf({ state, storedBytes, bytes }: SpeechModelStatus): string {
  switch (state) {
    case 'ready':
      return 'ready';
    case 'not-there':
      return 'not here';
    case 'partial':
    case 'downloading':
      return `${Math.floor((storedBytes / bytes) * 100)} % here`;
    default:
      return state satisfies never;
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
