import type { Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import type { Alert } from '../../../shared/events/alerts.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { localTime, zoneName } from '../../../shared/local-time.ts';
import { formatTable } from '../output/table.ts';
import { withCore } from '../with-core.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';

type ListOptions = CommonOptions & { open?: boolean };

export function defineAlerts(alerts: Command, context: CommandContext): void {
  withCommonOptions(alerts.command('list').description(say('help.alerts.list')))
    .option('--open', say('help.alerts.list.open'))
    .action((options: ListOptions) => context.run(options, () => list(options, context)));
  withCommonOptions(alerts.command('acknowledge [id]').description(say('help.alerts.acknowledge'))).action(
    (id: string | undefined, options: CommonOptions) =>
      context.run(options, () => acknowledge(id, options, context)),
  );
}

async function list(options: ListOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  const alerts = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['alerts.list']({ limit: 1_000, openOnly: options.open === true }),
  );
  if (options.json === true) terminal.out(`${JSON.stringify(alerts)}\n`);
  else if (alerts.length === 0) terminal.out(`${say('cli.no-alerts')}\n`);
  else
    terminal.out(
      formatTable(
        ['id', `raised last (${zoneName()})`, 'times', 'state', 'rule', 'what'],
        alerts.map(rowOf),
        terminal.tableWidth,
      ),
    );
  return exitCodes.done;
}

function rowOf({ id, rule, sentence, lastRaisedMs, timesRaised, acknowledgedMs }: Alert): string[] {
  const time = localTime(lastRaisedMs);
  const state = acknowledgedMs === null ? 'open' : 'acknowledged';
  return [String(id), time, String(timesRaised), state, rule, sentence];
}

async function acknowledge(
  id: string | undefined,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const chosen = id === undefined ? undefined : /^[1-9]\d{0,14}$/.test(id) ? Number(id) : Number.NaN;
  if (chosen !== undefined && !Number.isSafeInteger(chosen)) {
    throw new AppError('bad-input', sentence('cli.not-an-alert', { id: String(id) }));
  }
  const open = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['alerts.acknowledge']({ id: chosen }),
  );
  if (options.json === true) terminal.out(`${JSON.stringify(open)}\n`);
  else if (options.quiet !== true) terminal.err(`${say('cli.open-alerts', { open: open.length })}\n`);
  return exitCodes.done;
}
