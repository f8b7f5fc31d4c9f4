import { createWriteStream } from 'node:fs';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Option, type Command } from 'commander';
import { AppError, messageOf } from '../../../shared/errors.ts';
import { eventFilterSchema, type EventFilter, type StoredEvent } from '../../../shared/events.ts';
import type { Core } from '../../core/core.ts';
import { withCommonOptions, type CommonOptions } from '../common-options.ts';
import type { CommandContext } from '../context.ts';
import { csvHead, csvLine } from '../events-csv.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseDuration, parseNumber } from '../parse-options.ts';
import { formatTable } from '../table.ts';
import { withCore } from '../with-core.ts';

type FilterOptions = CommonOptions & { session?: string; type?: string; since?: string; limit?: string };

export function addEventsCommand(program: Command, context: CommandContext): void {
  const events = program.command('events').description('the event store');
  const filtered = (name: string, text: string): Command =>
    withCommonOptions(
      events
        .command(name)
        .description(text)
        .option('--session <id>', 'of one session')
        .option('--type <type>', 'of one type, such as TRANSCRIPTION_RESULT')
        .option('--since <time>', 'not older than this, such as 15m, 1h or 7d'),
    );
  filtered('list', 'the newest events, newest first')
    .option('--limit <n>', 'how many at most (default: 200)')
    .action((options: FilterOptions) => context.run(options, () => list(options, context)));
  filtered('tail', 'events as they are stored, until Ctrl-C; with --json one document a line').action(
    (options: FilterOptions) => context.run(options, () => tail(options, context)),
  );
  filtered('export [file]', 'all events, oldest first, to a file or stdout')
    .addOption(new Option('--format <format>', 'of the file').choices(['jsonl', 'csv']).default('jsonl'))
    .action((file: string | undefined, options: FilterOptions & { format: 'jsonl' | 'csv' }) =>
      context.run(options, () => exportEvents(file, options, context)),
    );
}

function filterOf(options: FilterOptions): EventFilter {
  return {
    ...(options.session !== undefined && { sessionId: options.session }),
    ...(options.type !== undefined && { type: options.type }),
    ...(options.since !== undefined && { sinceMs: Date.now() - parseDuration(options.since) }),
    ...(options.limit !== undefined && {
      limit: parseNumber('--limit', options.limit, { min: 1, max: 10_000 }),
    }),
  };
}

function listFrom(core: Core, filter: EventFilter): Promise<StoredEvent[]> {
  return core.handlers['events.list'](eventFilterSchema.parse(filter));
}

async function list(options: FilterOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const filter = filterOf(options);
  const found = await withCore(options, terminal, entryUrl, (core) => listFrom(core, filter));
  if (options.json === true) terminal.out(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) terminal.out('No events match.\n');
  else
    terminal.out(
      formatTable(['seq', 'time (UTC)', '', 'type', 'bytes', 'session', 'reason'], found.map(rowOf)),
    );
  return exitCodes.done;
}

const arrows = { in: '←', out: '→' } as const;

function rowOf(event: StoredEvent): string[] {
  return [
    String(event.seq),
    new Date(event.wallMs).toISOString().slice(0, 23).replace('T', ' '),
    event.direction === null ? '·' : arrows[event.direction],
    event.type,
    event.bytes === null ? '' : String(event.bytes),
    event.sessionId ?? '',
    event.reason ?? '',
  ];
}

// Other processes write to the store, so tail looks again; four times a second is soon enough for people.
const lookAgainMs = 250;

async function tail(options: FilterOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const filter = filterOf(options);
  const stopping = new AbortController();
  const stopListening = terminal.onInterrupt(() => stopping.abort());
  await withCore(options, terminal, entryUrl, async (core) => {
    let afterSeq = (await listFrom(core, { limit: 1 }))[0]?.seq ?? 0;
    while (!stopping.signal.aborted) {
      for (const event of await listFrom(core, { ...filter, afterSeq })) {
        afterSeq = event.seq;
        terminal.out(
          options.json === true ? `${JSON.stringify(event)}\n` : `${rowOf(event).join('  ').trimEnd()}\n`,
        );
      }
      await sleep(lookAgainMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  });
  stopListening();
  return exitCodes.done;
}

const pageSize = 1_000;

async function exportEvents(
  file: string | undefined,
  options: FilterOptions & { format: 'jsonl' | 'csv' },
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const filter = filterOf(options);
  let count = 0;
  await withCore(options, terminal, entryUrl, async (core) => {
    async function* lines(): AsyncGenerator<string> {
      if (options.format === 'csv') yield csvHead;
      let afterSeq = 0;
      for (;;) {
        const page = await listFrom(core, { ...filter, afterSeq, limit: pageSize });
        for (const event of page)
          yield options.format === 'csv' ? csvLine(event) : `${JSON.stringify(event)}\n`;
        count += page.length;
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return;
        afterSeq = last.seq;
      }
    }
    const sink = file === undefined ? stdoutOf(terminal) : createWriteStream(file, { mode: 0o600 });
    await pipeline(Readable.from(lines()), sink).catch((cause: unknown) => {
      throw new AppError('bad-input', `${file ?? 'stdout'} cannot be written: ${messageOf(cause)}`, {
        cause,
      });
    });
  });
  if (file !== undefined && options.json === true)
    terminal.out(`${JSON.stringify({ file, events: count })}\n`);
  else if (file !== undefined && options.quiet !== true) terminal.err(`${count} events written to ${file}\n`);
  return exitCodes.done;
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
