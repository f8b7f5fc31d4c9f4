import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import { startBackend } from '../../core/backend/backend.ts';
import { findEngine } from '../../core/speech/engines/find-engine.ts';
import { createSystemClock } from '../../core/lifecycle/system-clock.ts';
import { createLogger } from '../../core/log/log.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseNumber } from '../options/parse-options.ts';
import { untilInterrupted } from '../until-interrupted.ts';

type BackendOptions = CommonOptions & { port: string; engine: string };

export function addBackendCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('backend')
    .description('the built-in ScrumBot backend, until Ctrl-C')
    .option('--port <n>', 'port on 127.0.0.1; 0 takes a free one', '8080')
    .option('--engine <name>', 'speech engine: auto, none, pocketsphinx or whisper-cli', 'auto');
  withCommonOptions(command).action((options: BackendOptions) =>
    context.run(options, () => serve(options, context)),
  );
}

async function serve(options: BackendOptions, { terminal }: CommandContext): Promise<number> {
  const { log, close } = await createLogger({ folder: null, level: options.logLevel ?? 'warn' });
  const port = parseNumber('--port', options.port, { min: 0, max: 65_535 });
  const engine = await findEngine(options.engine, {
    environment: terminal.environment,
    temporaryFolder: tmpdir(),
  });
  const backend = await startBackend({ port, engine, clock: createSystemClock(), log });
  const engineText = 'engine' in engine ? engine.engine.name : null;
  if (options.json === true) {
    terminal.out(`${JSON.stringify({ url: backend.url, port: backend.port, engine: engineText })}\n`);
  } else {
    terminal.out(`Backend: ${backend.url}\n`);
    if (options.quiet !== true) {
      terminal.err(
        'problem' in engine
          ? `No transcripts: ${engine.problem}\n`
          : `Speech engine: ${engine.engine.name}\n`,
      );
      terminal.err('Press Ctrl-C to stop.\n');
    }
  }
  await untilInterrupted(terminal);
  await backend.stop();
  await close();
  return exitCodes.done;
}
