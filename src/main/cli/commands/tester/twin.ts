import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Option, type Command } from 'commander';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { TwinReport } from '../../../../shared/replay/replay.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { collect, withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseFilePath, parseInput, parseNumber, parseSpeed } from '../../options/parse-options.ts';
import { twinDocument, twinText } from '../../output/texts/twin-text.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

type TwinOptions = CommonOptions & {
  input: string[];
  a: string;
  b: string;
  speed?: string;
  duration?: string;
  report?: string;
};

export function defineTwin(command: Command, context: CommandContext): void {
  command
    .addOption(new Option('--input <input>', say('help.twin.input')).argParser(collect).makeOptionMandatory())
    .requiredOption('--a <name|url>', say('help.twin.a'))
    .requiredOption('--b <name|url>', say('help.twin.b'))
    .option('--speed <n|max>', say('help.twin.speed'))
    .option('--duration <sec>', say('help.twin.duration'))
    .option('--report <dir>', say('help.twin.report'));
  withCommonOptions(command).action((options: TwinOptions) =>
    context.run(options, () => twin(options, context)),
  );
}

async function twin(options: TwinOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const input = options.input.map((one) => parseInput(one, 'max'));
  const durationSec =
    options.duration === undefined
      ? undefined
      : parseNumber('--duration', options.duration, { min: 0.1, max: 86_400 });
  if (durationSec === undefined && input.some(({ kind }) => kind !== 'file'))
    throw new AppError('bad-input', sentence('cli.twin-duration'));
  const speed = parseSpeed(options.speed ?? '1');
  const folder = options.report === undefined ? null : parseFilePath(options.report);
  return withCore(options, terminal, entryUrl, async (core) => {
    const { signal, stop } = untilAborted(terminal);
    try {
      const report = await core.replays.twin(
        { input, a: options.a, b: options.b, speed, durationSec },
        signal,
      );
      if (folder !== null) await writeReport(folder, report);
      terminal.out(options.json === true ? `${JSON.stringify(report)}\n` : visible(twinText(report)));
      return signal.aborted ? exitCodes.interrupted : exitCodes.done;
    } finally {
      stop();
    }
  });
}

function visible(text: string): string {
  return `${text.split('\n').map(visibleLine).join('\n')}\n`;
}

async function writeReport(folder: string, report: TwinReport): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'twin.json'), `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
    await writeFile(join(folder, 'twin.md'), twinDocument(report), { mode: 0o600 });
  } catch (cause) {
    const refusal = sentence('cli.twin-unwritable', { folder, why: messageOf(cause) });
    throw new AppError('bad-input', refusal, { cause });
  }
}
