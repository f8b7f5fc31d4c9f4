import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { AppError, messageOf } from '../../../shared/errors.ts';
import {
  exportFormats,
  type ExportFormat,
  type SessionReport,
  type SessionSummary,
} from '../../../shared/session/session.ts';
import { chipOf } from '../../../shared/session/chip.ts';
import { gapReasonWords, type Receipt } from '../../../shared/session/receipt.ts';
import { isHidden } from '../../../shared/session/transcript/hidden-flags.ts';
import { exportTranscript } from '../../../shared/session/transcript/transcript-export.ts';
import { readMixedWav } from '../../core/recording/recording.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseNumber } from '../options/parse-options.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { erasureText } from '../output/texts/erasure-text.ts';
import { localTime, shortTime, zoneName } from '../../../shared/local-time.ts';
import { fitLines, formatDuration, formatTable, type TableWidth } from '../output/table.ts';
import { transcriptLine } from '../output/texts/transcript-line.ts';
import { addAnnotateCommands } from './sessions/annotate-sessions.ts';
import { homeOf, withCore } from '../with-core.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';

export function defineSessions(sessions: Command, context: CommandContext): void {
  withCommonOptions(
    sessions
      .command('list')
      .description(say('help.sessions.list'))
      .option('--query <words>', say('help.sessions.list.query')),
  ).action((options: ListOptions) => context.run(options, () => list(options, context)));
  withCommonOptions(sessions.command('show <id>').description(say('help.sessions.show'))).action(
    (id: string, options: CommonOptions) => context.run(options, () => show(id, options, context)),
  );
  withCommonOptions(
    sessions
      .command('export <id>')
      .description(say('help.sessions.export'))
      .addOption(
        new Option('--format <format>', say('help.sessions.export.format'))
          .choices(exportFormats)
          .default('txt'),
      )
      .option('--out <file>', say('help.sessions.export.out'))
      .option('--transcript <id>', say('help.sessions.export.transcript')),
  ).action((id: string, options: ExportOptions) =>
    context.run(options, () => exportSession(id, options, context)),
  );
  withCommonOptions(
    sessions
      .command('send <id>')
      .description(say('help.sessions.send'))
      .option('--target <name|url>', say('help.sessions.send.target')),
  ).action((id: string, options: SendOptions) => context.run(options, () => send(id, options, context)));
  addAnnotateCommands(sessions, context);
  withCommonOptions(sessions.command('delete <id>').description(say('help.sessions.delete'))).action(
    (id: string, options: CommonOptions) => context.run(options, () => remove(id, options, context)),
  );
}

type ListOptions = CommonOptions & { query?: string };

type SendOptions = CommonOptions & { target?: string };

type ExportOptions = CommonOptions & { format: ExportFormat; out?: string; transcript?: string };

async function list(options: ListOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const all = await withCore(options, terminal, entryUrl, (core) =>
    core.sessions.list(1000, { query: options.query }),
  );
  if (options.json === true) {
    terminal.out(`${JSON.stringify(all)}\n`);
  } else if (all.length === 0) {
    terminal.out(`${say('cli.no-sessions')}\n`);
  } else {
    terminal.out(sessionsTable(all, terminal.tableWidth));
  }
  return exitCodes.done;
}

/** People get fewer columns than programs: a session that goes nowhere names its mode where others name where they go. */
export function sessionsTable(sessions: readonly SessionSummary[], width: TableWidth): string {
  const isSeen = width !== 'piped';
  const rows = sessions.map((session) => {
    const startedMs = Date.parse(session.startedAt);
    const where = session.target ?? session.engine;
    return [
      session.sessionId,
      isSeen ? shortTime(startedMs, Date.now()) : localTime(startedMs),
      formatDuration(session.seconds),
      ...(isSeen ? [where ?? session.mode] : [session.mode, where ?? '-']),
      stateOf(session),
      session.title,
    ];
  });
  const where = isSeen ? ['target or engine'] : ['mode', 'target or engine'];
  return formatTable(
    ['session', `started (${zoneName()})`, 'length', ...where, 'state', 'title'],
    rows,
    width,
  );
}

/** In the words of the page's chips: one that ended without a sound is not told like one that is complete. */
function stateOf(session: SessionSummary): string {
  const chip = chipOf(session);
  return chip === 'running' ? session.state : chip;
}

async function show(
  id: string,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const report = await withCore(options, terminal, entryUrl, (core) => core.sessions.show(id));
  terminal.out(
    options.json === true ? `${JSON.stringify(report)}\n` : fitLines(reportText(report), terminal.tableWidth),
  );
  return exitCodes.done;
}

async function exportSession(id: string, options: ExportOptions, context: CommandContext): Promise<number> {
  const { terminal } = context;
  // As elsewhere, a dash is standard output.
  const out = options.out === '-' ? undefined : options.out;
  const report = await withCore(options, terminal, context.entryUrl, (core) =>
    core.sessions.show(id, transcriptIdOf(options)),
  );
  if (options.format === 'wav') {
    if (out === undefined) throw new AppError('bad-input', sentence('cli.audio-needs-file'));
    const paths = report.tracks.map((track) => join(homeOf(options, terminal), track.path));
    await pipeline(readMixedWav(paths), createWriteStream(out)).catch((error: unknown) => {
      throw unwritable(out, error);
    });
  } else {
    const { text } = exportTranscript(report, options.format);
    if (out === undefined) {
      terminal.out(text);
      return exitCodes.done;
    }
    await writeFile(out, text).catch((error: unknown) => {
      throw unwritable(out, error);
    });
  }
  if (options.json === true) terminal.out(`${JSON.stringify({ file: out })}\n`);
  else if (options.quiet !== true) terminal.err(`${say('cli.written', { file: out })}\n`);
  return exitCodes.done;
}

function transcriptIdOf({ transcript }: ExportOptions): number | undefined {
  if (transcript === undefined) return undefined;
  return parseNumber('--transcript', transcript, { min: 1, max: Number.MAX_SAFE_INTEGER, whole: true });
}

function unwritable(file: string | undefined, error: unknown): AppError {
  const refusal = sentence('cli.unwritable', { path: String(file), why: messageOf(error) });
  return new AppError('bad-input', refusal, { cause: error });
}

async function send(
  id: string,
  options: SendOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const report = await withCore(options, terminal, entryUrl, async (core) => {
    await core.delivery.send(id, options.target, 'brief');
    return core.sessions.show(id);
  });
  terminal.out(
    options.json === true ? `${JSON.stringify(report)}\n` : fitLines(reportText(report), terminal.tableWidth),
  );
  return exitCodes.done;
}

async function remove(
  id: string,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const erasure = await withCore(options, terminal, entryUrl, (core) => core.sessions.remove(id));
  if (options.json === true) terminal.out(`${JSON.stringify({ deleted: id, ...erasure })}\n`);
  else if (options.quiet !== true)
    terminal.err(`${say('cli.session-deleted', { sessionId: id, erasure: erasureText(erasure) })}\n`);
  return exitCodes.done;
}

function receiptLines({ minutes, notes, undelivered }: Receipt): string[] {
  if (minutes.length === 0) return [];
  const cells = minutes.map((minute) => [
    String(minute.minute),
    ...[minute.capturedSec, minute.speechSec, minute.sentSec, minute.deliveredSec, minute.transcribedSec].map(
      (sec) => sec.toFixed(1),
    ),
  ]);
  const table = formatTable(['minute', 'captured', 'speech', 'sent', 'delivered', 'transcribed'], cells);
  return [
    ...table.trimEnd().split('\n'),
    ...notes,
    ...undelivered.map(({ target, sec }) => say('cli.undelivered', { sec, target })),
    '',
  ];
}

function reportText(report: SessionReport): string {
  const { chunks, bytes } = report;
  const lines = [
    report.title,
    `  session   ${report.sessionId} (${report.state}${report.reason === null ? '' : `: ${report.reason}`})`,
    `  meeting   ${report.meetingId}`,
    `  time      ${localTime(Date.parse(report.startedAt))} to ${report.endedAt === null ? 'now' : localTime(Date.parse(report.endedAt))} (${zoneName()}), ${formatDuration(report.seconds)}`,
    `  mode      ${report.mode}${report.target === null ? '' : ` to ${report.target}`}${report.engine === null ? '' : ` with ${report.engine}`}`,
    ...(report.tags.length === 0 ? [] : [`  tags      ${report.tags.join(', ')}`]),
    ...(report.notes === '' ? [] : [`  notes     ${report.notes}`]),
    ...report.tracks.map(
      (track) => `  track     ${track.source}: ${track.path}, ${track.seconds.toFixed(2)} s`,
    ),
    ...report.tracks.flatMap((track) =>
      track.gaps.map(
        (gap) =>
          `  gap       ${track.source} at ${gap.atSec.toFixed(1)} s for ${gap.lengthSec.toFixed(1)} s: ${gapReasonWords(gap.reason)}`,
      ),
    ),
    `  chunks    ${say('cli.chunks', chunks)}`,
    `  bytes     ${bytes.out} out, ${bytes.in} in`,
    `  events    ${report.events.total}`,
    ...report.transcripts.map(transcriptLine),
    '',
    ...receiptLines(report.receipt),
    ...report.transcript
      .filter((line) => !isHidden(line))
      .map((line) => `[${formatDuration(line.startSec)}] ${line.text}`),
  ];
  return `${lines.map(visibleLine).join('\n')}\n`;
}
