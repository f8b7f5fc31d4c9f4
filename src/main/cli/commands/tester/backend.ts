import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import {
  createHashWords,
  parseSimulation,
  simulationWords,
  startBackend,
} from '../../../core/backend/backend.ts';
import { isOrigin } from '../../../core/network/network.ts';
import { AppError } from '../../../../shared/errors.ts';
import { createSettingsFile } from '../../../core/settings/settings.ts';
import { createWhisper, findEngine } from '../../../core/speech/speech.ts';
import { createPaths, createSystemClock } from '../../../core/lifecycle/lifecycle.ts';
import { createLogger } from '../../../core/log/log.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { parseNumber } from '../../options/parse-options.ts';
import { homeOf } from '../../with-core.ts';
import { untilInterrupted } from '../../until-interrupted.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

type BackendOptions = CommonOptions & {
  port: string;
  engine?: string;
  simulate?: string;
  allowOrigin?: string[];
};

export function defineBackend(command: Command, context: CommandContext): void {
  command
    .addOption(new Option('--port <n>', say('help.backend.port')).default('8080', '8080'))
    .option('--engine <name>', say('help.backend.engine'))
    .option('--simulate <list>', say('help.backend.simulate', { known: simulationWords.join(', ') }));
  command.option(
    '--allow-origin <origin>',
    say('help.backend.allow-origin'),
    (value: string, all: string[] | undefined) => [...(all ?? []), value],
  );
  withCommonOptions(command).action((options: BackendOptions) =>
    context.run(options, () => serve(options, context)),
  );
}

async function serve(options: BackendOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const { log, close } = await createLogger({
    folder: null,
    level: options.logLevel ?? 'warn',
    mask: terminal.mask,
  });
  const port = parseNumber('--port', options.port, { min: 0, max: 65_535, whole: true });
  const allowed = options.allowOrigin ?? [];
  if (!allowed.every(isOrigin)) throw new AppError('bad-input', sentence('cli.origin-form'));
  const simulate = options.simulate === undefined ? undefined : parseSimulation(options.simulate);
  const isSimulated = simulate !== undefined;
  const clock = createSystemClock();
  const home = homeOf(options, terminal);
  const whisper = createWhisper({ clock, paths: createPaths(home, entryUrl) });
  const settings = await createSettingsFile(join(home, 'settings.json'), log).read();
  const found =
    isSimulated && options.engine === undefined
      ? null
      : await findEngine(options.engine ?? 'auto', {
          environment: terminal.environment,
          temporaryFolder: tmpdir(),
          settings: settings.direct,
          home,
          whisper,
        });
  // A fault of answers shows only where there are some, and a simulation is to be the same each time.
  const engine =
    found === null || ('problem' in found && isSimulated) ? { engine: createHashWords() } : found;
  const backend = await startBackend({
    port,
    engine,
    ...(simulate !== undefined && { simulate }),
    allowedOrigins: allowed,
    clock,
    log,
  });
  const engineText = 'engine' in engine ? engine.engine.name : null;
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ url: backend.url, port: backend.port, engine: engineText })}\n`);
  } else {
    terminal.out(`${say('cli.backend', { url: backend.url })}\n`);
    if (options.quiet !== true) {
      terminal.err(
        engineText === null && 'problem' in engine
          ? `${say('cli.no-transcripts', { why: engine.problem })}\n`
          : `${say('cli.speech-engine', { engine: engineText ?? '' })}\n`,
      );
      terminal.err(`${say('cli.press-ctrl-c')}\n`);
    }
  }
  await untilInterrupted(terminal);
  await backend.stop();
  await whisper.stop();
  await close();
  return exitCodes.done;
}
