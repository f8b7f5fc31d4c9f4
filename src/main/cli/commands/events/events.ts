import { setTimeout as sleep } from 'node:timers/promises';
import type { Command } from 'commander';
import { eventFilterSchema, type EventFilter, type StoredEvent } from '../../../../shared/events/events.ts';
import type { Core } from '../../../core/core.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { erasureText } from '../../output/texts/erasure-text.ts';
import { formatTable } from '../../output/table.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { rowHead, rowOf } from './event-rows.ts';
import { addExportCommand } from './export.ts';
import { filterOf, withFilterOptions, type FilterOptions } from './filter-options.ts';
import { addImportCommands } from './import.ts';
import { waitForMarks } from './wait-for-marks.ts';
import { say } from '../../../../shared/words/all-words.ts';

export function defineEvents(events: Command, context: CommandContext): void {
  withFilterOptions(events.command('list').description(say('help.events.list')))
    .option('--limit <n>', say('help.events.list.limit'))
    .action((options: FilterOptions) => context.run(options, () => list(options, context)));
  withFilterOptions(events.command('tail').description(say('help.events.tail'))).action(
    (options: FilterOptions) => context.run(options, () => tail(options, context)),
  );
  addExportCommand(events, context);
  addImportCommands(events, context);
  withCommonOptions(events.command('delete <session>').description(say('help.events.delete'))).action(
    (session: string, options: CommonOptions) =>
      context.run(options, () => remove(session, options, context)),
  );
}

function listFrom(core: Core, filter: EventFilter): Promise<StoredEvent[]> {
  return core.handlers['events.list'](eventFilterSchema.parse(filter));
}

async function list(options: FilterOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const filter = filterOf(options);
  const found = await withCore(options, terminal, entryUrl, async (core) => {
    await waitForMarks(core, filter, terminal);
    return listFrom(core, filter);
  });
  if (options.json === true) terminal.out(`${JSON.stringify(found)}\n`);
  else if (found.length === 0) terminal.out(`${say('cli.no-events')}\n`);
  else terminal.out(formatTable(rowHead(), found.map(rowOf), terminal.tableWidth));
  return exitCodes.done;
}

// Other processes write to the store, so tail looks again; four times a second is soon enough for people.
const lookAgainMs = 250;

async function tail(options: FilterOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const filter = filterOf(options);
  const { signal, stop } = untilAborted(terminal);
  await withCore(options, terminal, entryUrl, async (core) => {
    await waitForMarks(core, filter, terminal);
    let afterSeq = (await listFrom(core, { limit: 1 }))[0]?.seq ?? 0;
    if (options.quiet !== true) terminal.err(`${say('cli.waiting-for-events')}\n`);
    while (!signal.aborted) {
      for (const event of await listFrom(core, { ...filter, afterSeq })) {
        afterSeq = event.seq;
        terminal.out(
          options.json === true ? `${JSON.stringify(event)}\n` : `${rowOf(event).join('  ').trimEnd()}\n`,
        );
      }
      await sleep(lookAgainMs, undefined, { signal }).catch(() => undefined);
    }
  });
  stop();
  return exitCodes.done;
}

async function remove(
  session: string,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const { deleted, ...erasure } = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['events.delete']({ sessionId: session }),
  );
  if (options.json === true) terminal.out(`${JSON.stringify({ session, deleted, ...erasure })}\n`);
  else if (options.quiet !== true) {
    const told = { events: deleted, session, erasure: erasureText(erasure) };
    terminal.err(`${say('cli.events-deleted', told)}\n`);
  }
  return deleted > 0 ? exitCodes.done : exitCodes.notInOrder;
}
