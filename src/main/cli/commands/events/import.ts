import { Option, type Command } from 'commander';
import type { EventImport } from '../../../../shared/events/events.ts';
import type { ImportFormat, ImportReport } from '../../../core/events/events.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { formatTable } from '../../output/table.ts';
import type { Terminal } from '../../output/terminal.ts';
import { withCore } from '../../with-core.ts';

const formats = ['jsonl', 'csv', 'trace'] as const satisfies readonly ImportFormat[];
type ImportCommandOptions = CommonOptions & { format?: ImportFormat };

export function addImportCommands(events: Command, context: CommandContext): void {
  withCommonOptions(
    events
      .command('import <file>')
      .description('events of a file: our own export (JSONL, CSV), or a trace of frames')
      .addOption(
        new Option('--format <format>', 'of the file (default: found out from it)').choices(formats),
      ),
  ).action((file: string, options: ImportCommandOptions) =>
    context.run(options, () => importFile(file, options, context)),
  );
  withCommonOptions(events.command('imports').description('what was imported, newest first')).action(
    (options: CommonOptions) => context.run(options, () => listImports(options, context)),
  );
}

async function importFile(
  file: string,
  options: ImportCommandOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const stopping = new AbortController();
  const stopListening = terminal.onInterrupt((count) => {
    if (count > 1) process.exit(exitCodes.interrupted);
    stopping.abort();
  });
  const shows = terminal.isInteractive && options.quiet !== true && options.json !== true;
  try {
    const report = await withCore(options, terminal, entryUrl, (core) =>
      core.events.importFile(file, {
        format: options.format,
        signal: stopping.signal,
        onProgress: (imported) => {
          if (shows) terminal.status(`${imported} events imported`);
        },
      }),
    );
    if (shows) terminal.status('');
    if (options.json === true) terminal.out(`${JSON.stringify(report)}\n`);
    else sayWhatCame(report, options, terminal);
    if (stopping.signal.aborted) return exitCodes.interrupted;
    return report.skipped > 0 ? exitCodes.notInOrder : exitCodes.done;
  } finally {
    stopListening();
  }
}

function sayWhatCame(report: ImportReport, options: CommonOptions, terminal: Terminal): void {
  for (const { line, problem, skipped } of report.problems) {
    terminal.err(`line ${line}${skipped ? ' skipped' : ''}: ${problem}\n`);
  }
  const unnamed = report.skipped + report.noted - new Set(report.problems.map(({ line }) => line)).size;
  if (unnamed > 0) terminal.err(`and ${unnamed} more lines with problems\n`);
  if (options.quiet === true) return;
  const skipped = report.skipped === 0 ? '' : `, ${report.skipped} lines skipped`;
  terminal.err(`${report.imported} events imported from ${report.file}${skipped}\n`);
  if (report.format === 'trace' && report.imported > 0) {
    terminal.err(
      `They are session ${report.importId}; "scrumbot events delete ${report.importId}" undoes it.\n`,
    );
  }
}

async function listImports(options: CommonOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const all = await withCore(options, terminal, entryUrl, (core) => core.events.listImports());
  if (options.json === true) terminal.out(`${JSON.stringify(all)}\n`);
  else if (all.length === 0) terminal.out('Nothing was imported yet.\n');
  else
    terminal.out(
      formatTable(['import', 'time (UTC)', 'format', 'events', 'skipped', 'file'], all.map(rowOf)),
    );
  return exitCodes.done;
}

function rowOf({ importId, importedMs, format, events, skipped, file }: EventImport): string[] {
  const time = new Date(importedMs).toISOString().slice(0, 19).replace('T', ' ');
  return [importId, time, format, String(events), String(skipped), file];
}
