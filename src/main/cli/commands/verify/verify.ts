import { Option, type Command } from 'commander';
import { AppError } from '../../../../shared/errors.ts';
import {
  bufferChunks,
  documentFormatSchema,
  documentFormats,
  mostChunks,
  mostConnections,
  mostSoakMin,
  phaseIds,
  phaseIdSchema,
  usualStress,
  verificationRequestSchema,
  type RunComparison,
  type VerificationRequest,
  type VerificationRun,
} from '../../../../shared/verification/verification.ts';
import { createSystemClock } from '../../../core/lifecycle/lifecycle.ts';
import { documentOf } from '../../../core/verification/verification.ts';
import type { Core } from '../../../core/core.ts';
import type { CommandContext } from '../../context.ts';
import { exitCodes } from '../../exit-codes.ts';
import { collect, withCommonOptions, type CommonOptions } from '../../options/common-options.ts';
import { parseDuration, parseNumber } from '../../options/parse-options.ts';
import type { Terminal } from '../../output/terminal.ts';
import { untilAborted } from '../../until-interrupted.ts';
import { withCore } from '../../with-core.ts';
import { prepareOutputs, writeOutputs, type OutputOptions } from './outputs.ts';
import { readScenarioFiles } from './scenario-files.ts';
import { comparisonText, historyText, roundText, runText, wasNeverReached } from './verify-text.ts';
import { watch } from './watch.ts';
import { adviseOn } from '../../output/address-advice.ts';
import { paintMarks } from '../../output/colour.ts';
import { fitLines } from '../../output/table.ts';
import { say, sentence } from '../../../../shared/words/all-words.ts';

type VerifyOptions = CommonOptions &
  OutputOptions & {
    target?: string;
    phases?: string;
    scenario?: string[];
    quick?: boolean;
    soak?: string;
    connections?: string;
    chunks?: string;
    allowDisruptive?: boolean;
    watch?: string;
    github?: boolean;
  };

export function defineVerify(verify: Command, context: CommandContext): void {
  verify
    .option('--target <name|url>', say('help.verify.target'))
    .option('--phases <list>', say('help.verify.phases', { known: phaseIds.join(', ') }))
    .option('--scenario <file>', say('help.verify.scenario'), collect)
    .option('--quick', say('help.verify.quick'))
    .option('--soak <min>', say('help.verify.soak', { most: mostSoakMin }))
    .option(
      '--connections <n>',
      say('help.verify.connections', { most: mostConnections, usual: usualStress.connections }),
    )
    .option(
      '--chunks <n>',
      say('help.verify.chunks', { least: bufferChunks, most: mostChunks, usual: usualStress.chunks }),
    )
    .option('--allow-disruptive', say('help.verify.allow-disruptive'))
    .option('--watch <sec>', say('help.verify.watch'))
    .option('--report <dir>', say('help.verify.report'))
    .option('--junit <file>', say('help.verify.junit'))
    .option('--badge <file>', say('help.verify.badge'))
    .option('--github', say('help.verify.github'));
  withCommonOptions(verify).action((options: VerifyOptions) =>
    context.run(options, () => run(options, context)),
  );

  withCommonOptions(verify.command('history').description(say('help.verify.history')))
    .option('--of <target>', say('help.verify.history.of'))
    .addOption(new Option('--limit <n>', say('help.verify.history.limit')).default('50', '50'))
    .action((options: CommonOptions & { of?: string; limit: string }, command: Command) =>
      context.run(merged(command), () => {
        const limit = parseNumber('--limit', options.limit, { min: 1, max: 1000, whole: true });
        return answer(merged(command), context, async (core) => {
          const runs = await core.handlers['verification.history']({ target: options.of, limit });
          return { value: runs, text: historyText(runs, context.terminal.tableWidth) };
        });
      }),
    );
  withCommonOptions(verify.command('resume <run>').description(say('help.verify.resume'))).action(
    (name: string, _options: CommonOptions, command: Command) => {
      const options: VerifyOptions = command.optsWithGlobals();
      return context.run(options, async () => {
        const outputs = await prepareOutputs(options);
        return withRuns(options, context, async (core, { clear }) => {
          const result = await core.verification.resume(name);
          clear();
          print(result, options, context.terminal);
          await writeOutputs(result, outputs);
          return exitCodeOfRun(result);
        });
      });
    },
  );
  withCommonOptions(verify.command('compare <a> <b>').description(say('help.verify.compare'))).action(
    (a: string, b: string, _options: CommonOptions, command: Command) =>
      context.run(merged(command), () =>
        answer(merged(command), context, async (core) => {
          const value = await core.handlers['verification.compare']({ a, b });
          return { value, text: comparisonText(value) };
        }),
      ),
  );
  withCommonOptions(verify.command('show <run>').description(say('help.verify.show')))
    .option('--format <format>', say('help.verify.show.format', { known: documentFormats.join(', ') }))
    .action((runId: string, options: CommonOptions & { format?: string }, command: Command) =>
      context.run(merged(command), () =>
        answer(merged(command), context, async (core) => {
          const value = await core.verification.find(runId);
          if (options.format === undefined) return { value, text: runText(value, options) };
          const format = documentFormatSchema.safeParse(options.format);
          if (!format.success)
            throw new AppError('bad-input', sentence('cli.format-is', { known: documentFormats.join(', ') }));
          return { value, text: documentOf(value, format.data).text };
        }),
      ),
    );
}

/** The command above has the same options, and takes those that stand behind a subcommand. */
function merged(command: Command): CommonOptions {
  return command.optsWithGlobals();
}

async function answer(
  options: CommonOptions,
  { terminal, entryUrl }: CommandContext,
  ask: (core: Core) => Promise<{ value: unknown; text: string }>,
): Promise<number> {
  return withCore(options, terminal, entryUrl, async (core) => {
    const { value, text } = await ask(core);
    terminal.out(
      options.json === true
        ? `${JSON.stringify(value)}\n`
        : paintMarks(fitLines(text, terminal.tableWidth), terminal),
    );
    return exitCodes.done;
  });
}

async function run(options: VerifyOptions, context: CommandContext): Promise<number> {
  const request = await requestOf(options);
  const outputs = await prepareOutputs(options);
  const pauseMs = options.watch === undefined ? null : parsePause(options.watch);
  const { terminal } = context;
  adviseOn(options.target, terminal);
  return withRuns(options, context, async (core, { signal, clear }) => {
    let before: VerificationRun | null = null;
    async function once(): Promise<number> {
      const result = await core.verification.run(request);
      clear();
      const changes =
        before === null
          ? null
          : (await core.handlers['verification.compare']({ a: before.runId, b: result.runId })).changes;
      print(result, options, terminal, changes);
      before = result;
      await writeOutputs(result, outputs);
      return exitCodeOfRun(result);
    }
    return pauseMs === null ? once() : watch(once, { clock: createSystemClock(), pauseMs, signal });
  });
}

/** A core whose runs Ctrl-C stops, and how far they are on the terminal. */
function withRuns(
  options: VerifyOptions,
  { terminal, entryUrl }: CommandContext,
  make: (core: Core, at: { signal: AbortSignal; clear: () => void }) => Promise<number>,
): Promise<number> {
  return withCore(options, terminal, entryUrl, async (core) => {
    const { signal, stop } = untilAborted(terminal);
    signal.addEventListener('abort', () => core.verification.cancel());
    const progress = showProgress(core, options, terminal);
    try {
      return await make(core, { signal, clear: progress.clear });
    } finally {
      progress.end();
      stop();
    }
  });
}

/** `changes`: of a run that follows another one, what came out otherwise than there. */
function print(
  result: VerificationRun,
  options: VerifyOptions,
  terminal: Terminal,
  changes: RunComparison['changes'] | null = null,
): void {
  const isUnreached = wasNeverReached(result);
  const at = options.watch === undefined ? '' : `${new Date().toLocaleTimeString()} `;
  if (options.json === true) terminal.out(`${JSON.stringify(result)}\n`);
  // The one sentence of such a run is a failure's, and goes where those go.
  else if (options.quiet !== true && !isUnreached)
    terminal.out(
      paintMarks(fitLines(`${at}${roundText(result, changes, options)}`, terminal.tableWidth), terminal),
    );
  if (options.github === true) {
    const { text } = documentOf(result, 'github');
    // With --json stdout is the document's alone; the runner reads both.
    if (options.json === true) terminal.err(text);
    else terminal.out(text);
  }
  if (result.state === 'unreachable') terminal.err(`${at}${result.summary}\n`);
}

/** What `verify` ends with after a run. */
export function exitCodeOfRun({ state, passed }: Pick<VerificationRun, 'state' | 'passed'>): number {
  if (state === 'cancelled') return exitCodes.interrupted;
  if (state === 'unreachable') return exitCodes.unreachable;
  return passed ? exitCodes.done : exitCodes.notInOrder;
}

/** What the options ask for. @throws AppError `bad-input` */
export async function requestOf(options: VerifyOptions): Promise<VerificationRequest> {
  const { target, phases, scenario, quick, soak, connections, chunks, allowDisruptive } = options;
  return verificationRequestSchema.parse({
    ...(target !== undefined && { target }),
    ...(phases !== undefined && { phases: parsePhases(phases) }),
    ...(scenario !== undefined && { scenarios: await readScenarioFiles(scenario) }),
    quick: quick === true,
    ...(soak !== undefined && { soakMin: parseNumber('--soak', soak, { min: 0.05, max: mostSoakMin }) }),
    ...(connections !== undefined && {
      connections: parseNumber('--connections', connections, { min: 1, max: mostConnections, whole: true }),
    }),
    ...(chunks !== undefined && {
      chunks: parseNumber('--chunks', chunks, { min: bufferChunks, max: mostChunks, whole: true }),
    }),
    allowDisruptive: allowDisruptive === true,
  });
}

function parsePhases(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const unknown = names.find((name) => !phaseIdSchema.safeParse(name).success);
  if (unknown !== undefined || names.length === 0) {
    throw new AppError(
      'bad-input',
      unknown === undefined
        ? sentence('cli.no-phase-named', { known: phaseIds.join(', ') })
        : sentence('cli.no-phase', { name: unknown, known: phaseIds.join(', ') }),
    );
  }
  return names;
}

const mostPauseSec = 86_400;

/** `30` and `30s`. */
function parsePause(text: string): number {
  if (/^\d+$/.test(text)) return parseNumber('--watch', text, { min: 1, max: mostPauseSec }) * 1_000;
  const ms = parseDuration(text);
  if (ms >= 1_000 && ms <= mostPauseSec * 1_000) return ms;
  throw new AppError('bad-input', sentence('cli.watch-form'));
}

function showProgress(
  core: Core,
  options: VerifyOptions,
  terminal: Terminal,
): { clear: () => void; end: () => void } {
  if (options.quiet === true || !terminal.isInteractive) {
    return { clear: () => undefined, end: () => undefined };
  }
  const unsubscribe = core.topics.subscribe('verification', ({ run: now, phase, doing, share }) => {
    if (now.state !== 'running' && now.state !== 'paused') return;
    const what = doing === '' ? '' : `: ${doing}`;
    const columns = terminal.columns ?? 80;
    terminal.status(`● ${Math.round(share * 100)} % ${phase ?? ''}${what}`.slice(0, columns - 1));
  });
  const clear = (): void => terminal.status('');
  return {
    clear,
    end() {
      unsubscribe();
      clear();
    },
  };
}
