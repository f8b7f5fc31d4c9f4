import { Option, type Command } from 'commander';
import type { EventImport } from '../../../../shared/events/events.ts';
import type { ImportFormat, ImportReport, KnownAnswer, KnownEvents } from '../../../core/events/events.ts';
import { captureKinds } from '../../../core/event-files/event-files.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { localTime, zoneName } from '../../../../shared/local-time.ts';
import { formatTable } from '../../output/table.ts';
import type { Terminal } from '../../output/terminal.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { keepYoungGenerationSmall } from '../../young-generation.ts';
import { parseMoment } from './filter-options.ts';
import { say } from '../../../../shared/words/all-words.ts';

const formats = [
  'jsonl',
  'csv',
  'trace',
  'monitor',
  ...captureKinds,
] as const satisfies readonly ImportFormat[];
type ImportCommandOptions = CommonOptions & {
  format?: ImportFormat;
  onlyNew?: boolean;
  again?: boolean;
  started?: string;
  direction?: 'in' | 'out';
};

export function addImportCommands(events: Command, context: CommandContext): void {
  withCommonOptions(
    events
      .command('import <file>')
      .description(say('help.events.import'))
      .addOption(new Option('--format <format>', say('help.events.import.format')).choices(formats))
      .addOption(new Option('--only-new', say('help.events.import.only-new')).conflicts('again'))
      .option('--started <date>', say('help.events.import.started'))
      .addOption(
        new Option('--direction <direction>', say('help.events.import.direction')).choices(['in', 'out']),
      )
      .option('--again', say('help.events.import.again')),
  ).action((file: string, options: ImportCommandOptions) =>
    context.run(options, () => importFile(file, options, context)),
  );
  withCommonOptions(events.command('imports').description(say('help.events.imports'))).action(
    (options: CommonOptions) => context.run(options, () => listImports(options, context)),
  );
}

async function importFile(
  file: string,
  options: ImportCommandOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  keepYoungGenerationSmall();
  const { signal, stop } = untilAborted(terminal);
  const shows = terminal.isInteractive && options.quiet !== true && options.json !== true;
  try {
    const report = await withCore(options, terminal, entryUrl, (core) =>
      core.events.importFile(file, {
        format: options.format,
        hints: {
          direction: options.direction,
          ...(options.started !== undefined && { startedMs: parseMoment(options.started, Date.now()) }),
        },
        signal,
        onKnown: (known) => answerFor(known, options, terminal),
        onProgress: (imported) => {
          if (shows) terminal.status(say('cli.importing', { events: imported }));
        },
      }),
    );
    if (shows) terminal.status('');
    if (options.json === true) terminal.out(`${JSON.stringify(report)}\n`);
    else sayWhatCame(report, options, terminal);
    if (signal.aborted) return exitCodes.interrupted;
    const isDone = report.skipped === 0 && (report.known === 0 || options.onlyNew === true);
    return isDone ? exitCodes.done : exitCodes.notInOrder;
  } finally {
    stop();
  }
}

/** By the options, by whoever sits at the terminal, or nothing is imported. */
async function answerFor(
  known: KnownEvents,
  options: ImportCommandOptions,
  terminal: Terminal,
): Promise<KnownAnswer> {
  if (options.again === true) return 'again';
  if (options.onlyNew === true) return 'only-new';
  const told = knownText(known);
  if (options.json === true || options.quiet === true || terminal.ask === null) {
    terminal.err(`${say('cli.import-how', { known: told })}\n`);
    return 'nothing';
  }
  const answer = await terminal.ask(say('cli.import-ask', { known: told }));
  if (answer.startsWith('n')) return 'only-new';
  return answer.startsWith('a') ? 'again' : 'nothing';
}

function knownText({ file, stored, looked, earlier }: KnownEvents): string {
  if (earlier !== null) {
    const time = localTime(earlier.importedMs);
    return say('cli.imported-before', {
      ...{ file, earlier: earlier.file, events: earlier.events },
      time: `${time} (${zoneName()})`,
    });
  }
  return stored === looked ? say('cli.all-known', { file }) : say('cli.some-known', { stored, looked, file });
}

function sayWhatCame(report: ImportReport, options: CommonOptions, terminal: Terminal): void {
  const [first] = report.problems;
  if (report.imported + report.known === 0 && first !== undefined) {
    // A file of another kind is wrong in every line, and one sentence says so.
    terminal.err(
      `${say('cli.no-events-in', {
        ...{ file: report.file, lines: report.skipped },
        ...{ line: first.line, why: first.said },
        isKnownTool: captureKinds.some((kind) => kind === report.format),
      })}\n`,
    );
    return;
  }
  for (const { line, said, skipped } of report.problems) {
    const what = skipped ? 'cli.line-skipped' : 'cli.line-problem';
    terminal.err(`${say(what, { line, why: said })}\n`);
  }
  const unnamed = report.skipped + report.noted - new Set(report.problems.map(({ line }) => line)).size;
  if (unnamed > 0) terminal.err(`${say('cli.more-problems', { lines: unnamed })}\n`);
  if (options.quiet === true) return;
  const { imported: events, file, skipped } = report;
  const came =
    skipped === 0
      ? say('cli.imported', { events, file })
      : say('cli.imported-partly', { events, file, skipped });
  terminal.err(`${came}\n`);
  const { times, directions } = report.estimated;
  if (times > 0) terminal.err(`${say('cli.times-estimated', { times })}\n`);
  if (directions > 0) terminal.err(`${say('cli.directions-estimated', { directions })}\n`);
  if (report.known > 0) terminal.err(`${say('cli.known-left-out', { known: report.known })}\n`);
  if (report.format !== 'jsonl' && report.format !== 'csv' && report.imported > 0) {
    terminal.err(`${say('cli.undo-import', { importId: report.importId })}\n`);
  }
}

async function listImports(options: CommonOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const all = await withCore(options, terminal, entryUrl, (core) => core.events.listImports());
  if (options.json === true) terminal.out(`${JSON.stringify(all)}\n`);
  else if (all.length === 0) terminal.out(`${say('cli.nothing-imported')}\n`);
  else
    terminal.out(
      formatTable(
        ['import', `time (${zoneName()})`, 'format', 'events', 'skipped', 'file'],
        all.map(rowOf),
        terminal.tableWidth,
      ),
    );
  return exitCodes.done;
}

function rowOf({ importId, importedMs, format, events, skipped, file }: EventImport): string[] {
  const time = localTime(importedMs);
  return [importId, time, format, String(events), String(skipped), file];
}
