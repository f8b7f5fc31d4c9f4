import { createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Option, type Command } from 'commander';
import { AppError, messageOf } from '../../../../shared/errors.ts';
import type { StoredEvent } from '../../../../shared/events/events.ts';
import type { CommandContext } from '../../context.ts';
import { csvHead, csvLine } from '../../../../shared/events/events-csv.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCore } from '../../with-core.ts';
import { allEvents } from './all-events.ts';
import { filterOf, withFilterOptions, type FilterOptions } from './filter-options.ts';
import { harPieces } from './har-export.ts';
import { traceWriter } from './trace-lines.ts';
import { waitForMarks } from './wait-for-marks.ts';
import { sentence, say } from '../../../../shared/words/all-words.ts';

const formats = ['jsonl', 'csv', 'trace', 'har'] as const;
type ExportOptions = FilterOptions & { format: (typeof formats)[number]; rawCells?: boolean };

/** How a format begins, and an event in it; `null` when it has no place there. */
type EventWriter = { head: string; line(event: StoredEvent): string | null };

export function addExportCommand(events: Command, context: CommandContext): void {
  withFilterOptions(events.command('export [file]').description(say('help.events.export')))
    .addOption(
      new Option('--format <format>', say('help.events.export.format')).choices(formats).default('jsonl'),
    )
    .option('--raw-cells', say('help.events.export.raw-cells'))
    .action((file: string | undefined, options: ExportOptions) =>
      context.run(options, () => exportEvents(file, options, context)),
    );
}

async function exportEvents(
  file: string | undefined,
  options: ExportOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const filter = filterOf(options);
  const writer = writerOf(options);
  let count = 0;
  let leftOut = 0;
  let partial = 0;
  await withCore(options, terminal, entryUrl, async (core) => {
    await waitForMarks(core, filter, terminal);
    async function* lines(): AsyncGenerator<string> {
      if (writer.head !== '') yield writer.head;
      for await (const event of allEvents(core, filter)) {
        const line = writer.line(event);
        if (line === null) {
          leftOut += 1;
          continue;
        }
        count += 1;
        yield line;
      }
    }
    const har = harPieces(core, filter, {
      onMessage(isWhole) {
        count += 1;
        if (!isWhole) partial += 1;
      },
      onOther() {
        leftOut += 1;
      },
    });
    const sink = file === undefined ? stdoutOf(terminal) : createWriteStream(file, { mode: 0o600 });
    await pipeline(Readable.from(options.format === 'har' ? har : lines()), sink).catch((cause: unknown) => {
      if (cause instanceof AppError) throw cause;
      const refusal = sentence('cli.unwritable', { path: file ?? 'stdout', why: messageOf(cause) });
      throw new AppError('bad-input', refusal, { cause });
    });
  });
  if (file !== undefined && options.json === true)
    terminal.out(
      `${JSON.stringify({ file, events: count, leftOut, ...(options.format === 'har' && { partial }) })}\n`,
    );
  else if (options.quiet !== true) {
    if (file !== undefined) terminal.err(`${say('cli.events-written', { events: count, file })}\n`);
    if (leftOut > 0) {
      const what = options.format === 'har' ? 'cli.not-in-har' : 'cli.not-in-trace';
      terminal.err(`${say(what, { events: leftOut })}\n`);
    }
    if (partial > 0) terminal.err(`${say('cli.by-hash-only', { messages: partial })}\n`);
  }
  return exitCodes.done;
}

function writerOf({ format, rawCells = false }: ExportOptions): EventWriter {
  switch (format) {
    case 'jsonl':
      return { head: '', line: (event) => `${JSON.stringify(event)}\n` };
    case 'csv':
      return { head: csvHead, line: (event) => csvLine(event, { raw: rawCells }) };
    // HAR groups events by connection, so it is not written line by line.
    case 'har':
    case 'trace':
      return { head: '', line: traceWriter() };
  }
}

function stdoutOf(terminal: CommandContext['terminal']): Writable {
  return new Writable({
    decodeStrings: false,
    write(text: string, _encoding, done) {
      terminal.out(text);
      done();
    },
  });
}
