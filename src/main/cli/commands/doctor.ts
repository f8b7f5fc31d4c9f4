import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import type { Check } from '../../../shared/machine/checks.ts';
import type { SourceName } from '../../../shared/sound/audio.ts';
import { findDefaultDevice } from '../../core/capture/capture.ts';
import { createPaths, createSystemClock } from '../../core/lifecycle/lifecycle.ts';
import { createWhisper } from '../../core/speech/speech.ts';
import { askEngine, examineMachine } from '../../core/machine/machine.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { commandHint } from '../output/command-hint.ts';
import { wrapped } from '../output/table.ts';
import type { Terminal } from '../output/terminal.ts';
import { homeOf } from '../with-core.ts';

type DoctorOptions = CommonOptions & { engine?: string };

export function addDoctorCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('doctor')
    .description('what this machine has and lacks, and what to do about it')
    .option('--engine <name>', 'also ask this speech engine with one short request (it may be billed)');
  withCommonOptions(command).action((options: DoctorOptions) =>
    context.run(options, () => examine(options, context)),
  );
}

async function examine(options: DoctorOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const home = homeOf(options, terminal);
  const whisper = createWhisper({ clock: createSystemClock(), paths: createPaths(home, entryUrl) });
  const machine = {
    home,
    whisper,
    environment: terminal.environment,
    platform: terminal.platform,
    nodeVersion: process.versions.node,
    temporaryFolder: tmpdir(),
    findDefaultDevice: (source: SourceName) => findDefaultDevice(source, terminal.environment),
  };
  const checks = await examineMachine(machine);
  if (options.engine !== undefined)
    checks.push(await askEngine(options.engine, { ...machine, mask: terminal.mask }));
  await whisper.stop();
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ checks })}\n`
      : checks.map((check) => lineOf(check, terminal)).join(''),
  );
  return checks.some((check) => check.status === 'fail') ? exitCodes.notInOrder : exitCodes.done;
}

const signs = { ok: '✓', optional: '–', warn: '!', fail: '✗' } as const;

const colours = { ok: 'green', optional: 'dim', warn: 'yellow', fail: 'red' } as const;
const titleColumns = 26;

function lineOf({ status, title, found, mend, action }: Check, terminal: Terminal): string {
  const { tableWidth } = terminal;
  const line = `${terminal.paint(colours[status], signs[status])} ${title.padEnd(24)}${found}\n`;
  if (mend === null) return line;
  const advice = `${mend}${commandHint(action)}`;
  const hint =
    typeof tableWidth === 'number' ? wrapped(advice, Math.max(20, tableWidth - titleColumns)) : [advice];
  return `${line}${hint.map((part) => `${' '.repeat(titleColumns)}${part}\n`).join('')}`;
}
