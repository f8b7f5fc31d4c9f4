import type { Command } from 'commander';
import type { LogComparison, ProcessReport } from '../../../../shared/settings/targets/processes.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseNumber } from '../../options/parse-options.ts';
import { formatTable, type TableWidth } from '../../output/table.ts';
import { withCore } from '../../with-core.ts';
import { say } from '../../../../shared/words/all-words.ts';

type ProcessesOptions = CommonOptions & { follow?: string | true };

const longestFollowSec = 86_400;

/** What a backend on this machine runs as, and what its log says it sent. */
export function addProcessesCommand(targets: Command, context: CommandContext): void {
  withCommonOptions(
    targets
      .command('processes [nameOrUrl]')
      .description(say('help.targets.processes'))
      .option('--follow [sec]', say('help.targets.processes.follow')),
  ).action((nameOrUrl: string | undefined, options: ProcessesOptions) =>
    context.run(options, () =>
      options.follow === undefined
        ? show(nameOrUrl, options, context)
        : follow(nameOrUrl, { ...options, follow: options.follow }, context),
    ),
  );
}

function show(
  nameOrUrl: string | undefined,
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  return withCore(options, terminal, entryUrl, async (core) => {
    const report = await core.handlers['targets.processes']({ target: nameOrUrl });
    if (options.json === true) terminal.out(`${JSON.stringify(report)}\n`);
    else if (options.quiet !== true) terminal.out(processesText(report, terminal.tableWidth));
    return report.ok ? exitCodes.done : exitCodes.notInOrder;
  });
}

function follow(
  nameOrUrl: string | undefined,
  options: CommonOptions & { follow: string | true },
  { terminal, entryUrl }: CommandContext,
): Promise<number> {
  const seconds =
    options.follow === true
      ? null
      : parseNumber('--follow', options.follow, { min: 1, max: longestFollowSec });
  return withCore(options, terminal, entryUrl, async (core) => {
    const stop = new AbortController();
    const endListening = terminal.onInterrupt((times) => {
      if (times > 1) process.exit(exitCodes.interrupted);
      stop.abort();
    });
    const timer = seconds === null ? null : setTimeout(() => stop.abort(), seconds * 1_000);
    try {
      const comparison = await core.processes.follow(nameOrUrl, {
        signal: stop.signal,
        onLine(line) {
          if (options.json !== true && options.quiet !== true)
            terminal.out(`${line.process} ${line.stream}: ${line.text}\n`);
        },
      });
      if (options.json === true) terminal.out(`${JSON.stringify(comparison)}\n`);
      else terminal.out(comparisonText(comparison, terminal.tableWidth));
      return exitCodes.done;
    } finally {
      if (timer !== null) clearTimeout(timer);
      endListening();
    }
  });
}

const megabyte = 1_000_000;

function processesText(report: ProcessReport, width: TableWidth): string {
  const ports = report.ports.map(({ port, service }) => `${service} ${port}`).join(', ');
  const rows = report.processes.map((one) => [
    one.name,
    one.pid === null ? '' : String(one.pid),
    one.status,
    one.listens.join(', '),
    one.configuredPort === null ? '' : String(one.configuredPort),
    one.memoryBytes === null ? '' : `${(one.memoryBytes / megabyte).toFixed(1)} MB (${one.processes})`,
    one.cpuPercent === null ? '' : `${one.cpuPercent} %`,
    one.uptimeSec === null ? '' : `${Math.round(one.uptimeSec)} s`,
    one.restarts === null ? '' : String(one.restarts),
  ]);
  const columns = ['name', 'pid', 'status', 'listens', 'PORT', 'memory (processes)', 'CPU', 'up', 'restarts'];
  const errors = report.processes.flatMap(({ name, errorLines }) =>
    errorLines.length === 0
      ? []
      : [`\nLast errors of ${name}:\n`, ...errorLines.map((line) => `  ${line}\n`)],
  );
  return [
    `${report.target}: ${ports}. ${report.manager}\n`,
    ...(rows.length === 0 ? [] : [formatTable(columns, rows, width)]),
    ...errors,
    ...report.clashes.map(({ found, next }) => `\n${found}\n${next}\n`),
    ...(report.clashes.length === 0 ? [`\n${report.summary}\n`] : []),
  ].join('');
}

function comparisonText({ lines, messages }: LogComparison, width: TableWidth): string {
  if (messages.length === 0) return `\n${lines} lines, of which none says "WebSocket message: …".\n`;
  const rows = messages.map(({ type, said, seen }) => [type, String(said), String(seen)]);
  return `\n${formatTable(['message', 'the log says', 'we saw'], rows, width)}Other clients of the server count in its log, and not in what we saw.\n`;
}
