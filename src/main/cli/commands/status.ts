import type { Command } from 'commander';
import { inReadingOrder, worstRow, type Health, type HealthRow } from '../../../shared/health/health-row.ts';
import type { Core } from '../../core/core.ts';
import { createSystemClock, sleep } from '../../core/lifecycle/lifecycle.ts';
import type { CommandContext } from '../context.ts';
import { localTime, zoneName } from '../output/local-time.ts';
import { exitCodes } from '../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { withCore } from '../with-core.ts';
import { fitLines } from '../output/table.ts';
import { say } from '../../../shared/words/all-words.ts';

type StatusOptions = CommonOptions & { watch?: boolean };

// The app keeps its rows every ten seconds; looking more often than every two shows nothing new.
const watchEveryMs = 2_000;

export function defineStatus(command: Command, context: CommandContext): void {
  command.option('--watch', say('help.status.watch'));
  withCommonOptions(command).action((options: StatusOptions) =>
    context.run(options, () => showStatus(options, context)),
  );
}

async function showStatus(options: StatusOptions, { terminal, entryUrl }: CommandContext): Promise<number> {
  return withCore(options, terminal, entryUrl, async (core) => {
    const show = async (): Promise<Looked> => {
      const looked = await look(core);
      terminal.out(
        options.json === true ? `${JSON.stringify(looked)}\n` : fitLines(textOf(looked), terminal.tableWidth),
      );
      return looked;
    };
    let last = await show();
    if (options.watch === true) {
      const clock = createSystemClock();
      const interrupted = new AbortController();
      void untilInterrupted(terminal).then(() => interrupted.abort());
      while (!interrupted.signal.aborted) {
        await sleep(clock, watchEveryMs, interrupted.signal);
        // What is shown while somebody presses Ctrl-C is still how it is.
        last = await show();
      }
    }
    const level = worstRow(last.rows)?.level;
    return level === 'bad' || level === 'warning' ? exitCodes.notInOrder : exitCodes.done;
  });
}

type Looked = Health & {
  /** `app`: by the app that runs; `here`: by this command, which sees the machine and no session. */
  by: 'app' | 'here';
};

async function look(core: Core): Promise<Looked> {
  const ofApp = await core.health.ofOtherProcess();
  if (ofApp !== null) return { by: 'app', atMs: ofApp.atMs, rows: ofApp.rows };
  return { by: 'here', ...(await core.handlers['health.get']({})) };
}

const signs = { idle: '·', good: '✓', unknown: '?', warning: '!', bad: '✗' } as const;

function textOf({ by, atMs, rows }: Looked): string {
  const time = `${localTime(atMs).slice(11)} ${zoneName()}`;
  const head = by === 'app' ? `${say('cli.app-saw', { time })}\n` : `${say('cli.sees', { time })}\n`;
  const titleColumns = Math.max(...rows.map(({ title }) => title.length)) + 2;
  return (
    head +
    inReadingOrder(rows)
      .map((row) => lineOf(row, titleColumns))
      .join('')
  );
}

function lineOf(row: HealthRow, titleColumns: number): string {
  const { level, title, value, limit, eventIds, next, isExpected } = row;
  const indent = ' '.repeat(2 + titleColumns);
  const sign = isExpected ? signs[level] : '·';
  const more = [
    ...(isExpected && limit !== null && level !== 'good' ? [say('cli.limit', { limit })] : []),
    ...(eventIds.length === 0 ? [] : [`events ${eventIds.join(', ')}`]),
    ...(next === null ? [] : [next]),
  ];
  return [`${sign} ${title.padEnd(titleColumns)}${value}`, ...more.map((line) => indent + line)]
    .join('\n')
    .concat('\n');
}
