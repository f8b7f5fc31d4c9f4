import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import { replayRequestSchema, type ReplayReport } from '../../../../shared/replay/replay.ts';
import { visibleLine } from '../../../../shared/visible-text.ts';
import type { Core } from '../../../core/core.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseFilePath, parseNumber, parseSpeed } from '../../options/parse-options.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { bundleKindOf, importBundle, type BundledRecording } from './bundled-recording.ts';
import { sessionOfFile } from './session-of-file.ts';
import { fitLines } from '../../output/table.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

type ReplayOptions = CommonOptions & {
  session?: string;
  target?: string;
  speed?: string;
  from?: string;
  identity?: string;
};

export function defineReplay(command: Command, context: CommandContext): void {
  command
    .option('--session <id>', say('help.replay.session'))
    .option('--target <name|url>', say('help.replay.target'))
    .option('--speed <n|max>', say('help.replay.speed'))
    .option('--from <sec>', say('help.replay.from'))
    .option('--identity <file>', say('help.replay.identity'));
  withCommonOptions(command).action((file: string | undefined, options: ReplayOptions) =>
    context.run(options, () => replay(file, options, context)),
  );
}

async function replay(
  file: string | undefined,
  options: ReplayOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  if (file === undefined && options.session === undefined)
    throw new AppError('bad-input', sentence('cli.replay-what'));
  const speed = parseSpeed(options.speed ?? '1');
  const fromSec = parseNumber('--from', options.from ?? '0', { min: 0, max: 604_800 });
  return withCore(options, terminal, entryUrl, async (core) => {
    const { signal, stop } = untilAborted(terminal);
    try {
      const { notes, ...what } =
        file === undefined
          ? { sessionId: options.session ?? '', notes: [] }
          : await importedFrom(file, options, core, signal);
      const request = replayRequestSchema.parse({
        ...what,
        speed,
        fromSec,
        ...(options.target !== undefined && { target: options.target }),
      });
      const report = await core.replays.replay(request, signal);
      report.sentAgain.notes.unshift(...notes);
      terminal.out(
        options.json === true ? `${JSON.stringify(report)}\n` : fitLines(textOf(report), terminal.tableWidth),
      );
      return signal.aborted ? exitCodes.interrupted : exitCodes.done;
    } finally {
      stop();
    }
  });
}

async function importedFrom(
  file: string,
  { session, identity }: ReplayOptions,
  core: Core,
  signal: AbortSignal,
): Promise<BundledRecording> {
  const path = parseFilePath(file);
  const found = await stat(path).catch((cause: unknown) => {
    throw new AppError('bad-input', sentence('cli.replay-unreadable', { file }), { cause });
  });
  const kind = found.isFile() ? await bundleKindOf(path) : null;
  if (kind !== null) return importBundle({ path, kind, identity, session }, core, signal);
  if (session !== undefined) throw new AppError('bad-input', sentence('cli.replay-one'));
  return { sessionId: await sessionOfFile(file, path, core), notes: [] };
}

function textOf({ replayOf, sessionId, sentAgain, comparison, text }: ReplayReport): string {
  const { frames, connections, audioChunks, silentChunks, notSent, notes } = sentAgain;
  const lines = [
    say('cli.replayed', { of: replayOf, sessionId, frames, connections }),
    say('cli.replayed-audio', { chunks: audioChunks, silent: silentChunks }),
    ...(notSent > 0 ? [say('cli.not-replayed', { frames: notSent })] : []),
    ...notes,
    comparison.verdict,
    ...(text === '' ? [] : ['', text]),
  ];
  return `${lines.map(visibleLine).join('\n')}\n`;
}
