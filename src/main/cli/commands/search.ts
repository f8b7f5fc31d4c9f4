import { Option, type Command } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { parseNumber } from '../options/parse-options.ts';
import { formatDuration, formatTable } from '../output/table.ts';
import { withCore } from '../with-core.ts';
import { say } from '../../../shared/words/all-words.ts';

type SearchOptions = CommonOptions & { limit: string };

export function defineSearch(command: Command, context: CommandContext): void {
  command.addOption(new Option('--limit <n>', say('help.search.limit')).default('50', '50'));
  withCommonOptions(command).action((words: string[], options: SearchOptions) =>
    context.run(options, () => search(words.join(' '), options, context)),
  );
}

async function search(
  query: string,
  options: SearchOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const limit = parseNumber('--limit', options.limit, { min: 1, max: 500, whole: true });
  const hits = await withCore(options, terminal, entryUrl, (core) =>
    core.handlers['transcripts.search']({ query, limit: Math.floor(limit) }),
  );
  if (options.json === true) {
    terminal.out(`${JSON.stringify(hits)}\n`);
  } else if (hits.length === 0) {
    terminal.out(`${say('cli.no-words-found')}\n`);
  } else {
    const rows = hits.map((hit) => [hit.sessionId, hit.title, formatDuration(hit.startSec), hit.text]);
    terminal.out(formatTable(['session', 'title', 'at', 'line'], rows, terminal.tableWidth));
  }
  return exitCodes.done;
}
