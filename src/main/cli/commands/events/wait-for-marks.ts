import { setTimeout as sleep } from 'node:timers/promises';
import type { EventFilter } from '../../../../shared/events/events.ts';
import type { Core } from '../../../core/core.ts';
import type { CommandContext } from '../../context.ts';
import { say } from '../../../../shared/words/all-words.ts';

const lookAgainMs = 100;

/** A list by verdict or cause is whole once every event that is stored now was judged; that is done once and kept. */
export async function waitForMarks(
  core: Core,
  { verdict, cause }: EventFilter,
  terminal: CommandContext['terminal'],
): Promise<void> {
  if (verdict === undefined && cause === undefined) return;
  let goal: number | undefined;
  for (;;) {
    const { markedSeq, firstSeq, lastSeq } = await core.handlers['analysis.marking']({});
    goal ??= lastSeq;
    if (markedSeq >= goal) break;
    if (terminal.isInteractive) {
      const share = Math.floor((Math.max(0, markedSeq - firstSeq + 1) / (goal - firstSeq + 1)) * 100);
      terminal.status(say('cli.judging', { percent: share }));
    }
    await sleep(lookAgainMs);
  }
  if (terminal.isInteractive) terminal.status('');
}
