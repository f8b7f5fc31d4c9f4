import type { Command } from 'commander';
import { tapRequestSchema, type TapReport, type TapStatus } from '../../../../shared/tap/tap.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import { faultWords } from '../../../core/tap/tap.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { collect, withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseNumber } from '../../options/parse-options.ts';
import { untilInterrupted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { counted } from '../../../../shared/plural.ts';
import { fitLines } from '../../output/table.ts';
import { say } from '../../../../shared/words/all-words.ts';

type TapOptions = CommonOptions & {
  listen: string;
  target?: string;
  recordAudio?: boolean;
  allowOrigin?: string[];
  fault?: string[];
};

export function defineTap(command: Command, context: CommandContext): void {
  command
    .requiredOption('--listen <port>', say('help.tap.listen'))
    .option('--target <name|url>', say('help.tap.target'))
    .option('--record-audio', say('help.tap.record-audio'))
    .option('--allow-origin <origin>', say('help.tap.allow-origin'), collect)
    .option('--fault <list>', say('help.tap.fault', { known: faultWords.join(', ') }), collect);
  withCommonOptions(command).action((options: TapOptions) =>
    context.run(options, () => tap(options, context)),
  );
}

async function tap(options: TapOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const request = tapRequestSchema.parse({
    port: parseNumber('--listen', options.listen, { min: 0, max: 65_535, whole: true }),
    ...(options.target !== undefined && { target: options.target }),
    allowOrigins: options.allowOrigin ?? [],
    faults: (options.fault ?? []).join(','),
    recordAudio: options.recordAudio === true,
  });
  return withCore(options, terminal, entryUrl, async (core) => {
    const interrupted = untilInterrupted(terminal);
    const running = await core.taps.open(request);
    if (options.quiet !== true) terminal.err(greeting(running.status()));
    await interrupted;
    const { lastRefusal, refusedOrigin } = running.status();
    if (options.quiet !== true && lastRefusal !== null) terminal.err(refusalText(lastRefusal, refusedOrigin));
    const report = await running.finish();
    terminal.out(
      options.json === true
        ? `${JSON.stringify(report)}\n`
        : fitLines(reportText(report), terminal.tableWidth),
    );
    return exitCodes.done;
  });
}

function greeting({ addresses, target, sessionId }: TapStatus): string {
  return `${[
    ...addresses.map((address) => `Tap: ${address}`),
    `Target: ${visibleLine(target)}`,
    `Session: ${sessionId}`,
    say('cli.press-ctrl-c'),
  ].join('\n')}\n`;
}

function refusalText(sentence: string, origin: string | null): string {
  const option = origin === null ? '' : ` ${say('cli.let-in', { origin: visibleLine(origin) })}`;
  return `${say('cli.refused-last', { why: visibleLine(sentence) })}${option}\n`;
}

function reportText(report: TapReport): string {
  const { connections, refused, frames, unrecorded, bytes, sessionIds, findings } = report;
  const lines = [
    `${counted(connections, 'connection')}, ${refused} refused`,
    `${counted(frames.out, 'message')} to the target (${counted(bytes.out, 'byte')}), ${frames.in} from it (${counted(bytes.in, 'byte')})`,
    ...(unrecorded === 0
      ? []
      : [`${counted(unrecorded, 'message')} without a record: more came than could be recorded`]),
    `${counted(findings.duplicates, 'duplicate')}, ${counted(findings.deprecated, 'deprecated name')}, ${counted(findings.validationErrors, 'validation error')}`,
    ...sessionIds.map((sessionId, at) => `${at === 0 ? 'Events' : 'Audio'}: session ${sessionId}`),
  ];
  return `${lines.join('\n')}\n`;
}
