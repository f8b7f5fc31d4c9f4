import type { Command } from 'commander';
import { worstRow } from '../../../shared/health/health-row.ts';
import type { Core } from '../../core/core.ts';
import { createSystemClock, sleep } from '../../core/lifecycle/lifecycle.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import { untilInterrupted } from '../until-interrupted.ts';
import { withCore } from '../with-core.ts';
import { paintMarks } from '../output/colour.ts';
import { fitLines } from '../output/table.ts';
import { statusText, type Looked } from '../output/texts/status-text.ts';
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
        options.json === true
          ? `${JSON.stringify(looked)}\n`
          : paintMarks(fitLines(statusText(looked), terminal.tableWidth), terminal),
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

async function look(core: Core): Promise<Looked> {
  const ofApp = await core.health.ofOtherProcess();
  if (ofApp !== null) return { by: 'app', atMs: ofApp.atMs, rows: ofApp.rows };
  return { by: 'here', ...(await core.handlers['health.get']({})) };
}
