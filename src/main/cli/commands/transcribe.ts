import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import { AppError, toAppError } from '../../../shared/errors.ts';
import { outcomeOf } from '../../../shared/session/outcome.ts';
import { reasonOf } from '../../../shared/session/silence.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import type { Core } from '../../core/core.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { roughWordsHint } from '../output/rough-words.ts';
import { showKeptProgress, showProgress } from '../output/progress.ts';
import { parseFilePath, parseRaw } from '../options/parse-options.ts';
import { withCore } from '../with-core.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import { sentence, say } from '../../../shared/words/all-words.ts';

type TranscribeOptions = CommonOptions & {
  session?: string;
  engine?: string;
  again?: boolean;
  anew?: boolean;
  raw?: string;
  title?: string;
};

export function defineTranscribe(command: Command, context: CommandContext): void {
  command
    .option('--session <id>', say('help.transcribe.session'))
    .option('--engine <name>', say('help.transcribe.engine'))
    .option('--again', say('help.transcribe.again'))
    // As earlier versions called it: scripts may say so.
    .addOption(new Option('--anew').hideHelp())
    .option('--raw <form>', say('help.transcribe.raw'))
    .option('--title <text>', say('help.transcribe.title'));
  withCommonOptions(command).action((files: string[], options: TranscribeOptions) =>
    context.run(options, () => transcribe(files, options, context)),
  );
}

async function transcribe(
  files: readonly string[],
  options: TranscribeOptions,
  context: CommandContext,
): Promise<number> {
  const { session } = options;
  if ((files.length === 0) === (session === undefined)) {
    throw new AppError('bad-input', sentence('cli.transcribe-what'));
  }
  return withCore(options, context.terminal, context.entryUrl, async (core) => {
    if (session !== undefined)
      return tell(
        await shown(true, { options, core, context }, () =>
          transcribeSession(session, options, core, context),
        ),
        { options, context },
      );
    const one = (file: string): Promise<Result> =>
      shown(false, { options, core, context }, () => transcribeFile(file, options, core, context));
    const [only] = files;
    if (files.length === 1 && only !== undefined) return tell(await one(only), { options, context });
    return transcribeAll(files, one, { options, context });
  });
}

type Told = { options: TranscribeOptions; context: CommandContext };

async function shown(
  isKept: boolean,
  { options, core, context }: Told & { core: Core },
  work: () => Promise<Result>,
): Promise<Result> {
  const { terminal } = context;
  const shows = options.quiet !== true && terminal.isInteractive;
  const hide = shows
    ? (isKept ? showKeptProgress : showProgress)(core, terminal, options.session ?? '')
    : () => undefined;
  return work().finally(hide);
}

function tell(result: Result, { options, context }: Told): number {
  const { report, failure, lacks } = result;
  const { terminal } = context;
  terminal.out(options.json === true ? `${JSON.stringify(report)}\n` : textOf(report));
  if (failure !== null) terminal.err(`${failure.message}\n`);
  else if (lacks !== null) terminal.err(`${say('cli.warning', { what: lacks })}\n`);
  if (options.quiet !== true) terminal.err(roughWordsHint(report, options));
  return codeOf(result);
}

function codeOf({ failure, wasInterrupted, lacks }: Omit<Result, 'report'>): number {
  if (wasInterrupted) return exitCodes.interrupted;
  if (failure !== null) return exitCodeOf(failure.code);
  return lacks === null ? exitCodes.done : exitCodes.notInOrder;
}

/** One after another; a file that cannot be read keeps none of the others from being transcribed. The worst exit code counts. */
async function transcribeAll(
  files: readonly string[],
  one: (file: string) => Promise<Result>,
  { options, context }: Told,
): Promise<number> {
  const { terminal } = context;
  const results: ({ file: string } & (SessionReport | { error: { code: string; message: string } }))[] = [];
  const hints = new Set<string>();
  let code: number = exitCodes.done;
  for (const file of files) {
    try {
      const result = await one(file);
      results.push({ file, ...result.report });
      code = Math.max(code, codeOf(result));
      hints.add(roughWordsHint(result.report, options));
      if (options.json !== true) terminal.out(`${visibleLine(file)}\n${textOf(result.report)}\n`);
      const problem = result.failure?.message ?? result.lacks;
      if (problem !== null) terminal.err(`${visibleLine(file)}: ${problem}\n`);
      if (result.wasInterrupted) break;
    } catch (error) {
      const failure = toAppError(error);
      results.push({ file, error: { code: failure.code, message: failure.message } });
      code = Math.max(code, exitCodeOf(failure.code));
      terminal.err(`${visibleLine(file)}: ${failure.message}\n`);
    }
  }
  if (options.json === true) terminal.out(`${JSON.stringify(results)}\n`);
  if (options.quiet !== true) terminal.err([...hints].join(''));
  return code;
}

type Result = {
  report: SessionReport;
  failure: AppError | null;
  wasInterrupted: boolean;
  /** Why there are no words, or not all, though nothing failed; `null` where that is in order. */
  lacks: string | null;
};

/** The file is kept as a session first, as every recording is: then a crash costs nothing. */
async function transcribeFile(
  file: string,
  options: TranscribeOptions,
  core: Core,
  { terminal }: CommandContext,
): Promise<Result> {
  const { engine, raw } = options;
  // A pipe may not bring anything for long.
  const endEarly = terminal.onInterrupt(() => void core.sessions.shutDown());
  const { sessionId } = await core.sessions
    .start({
      inputs: [
        {
          kind: 'file',
          path: parseFilePath(file),
          speed: 'max',
          ...(raw !== undefined && { raw: parseRaw(raw) }),
        },
      ],
      mode: 'direct',
      title: options.title ?? (file === '-' ? 'Standard input' : basename(file)),
      ...(engine !== undefined && { engine }),
    })
    .finally(endEarly);
  let wasInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    wasInterrupted = true;
    core.sessions.current()?.abort();
  });
  const failure = await core.sessions.ended();
  stopListening();
  const report = await core.sessions.show(sessionId);
  return { report, failure, wasInterrupted, lacks: lackOf(report) };
}

/** A file on which nothing is heard, or of whose speech no words came, is not what anybody wanted; one without speech is whole. */
function lackOf(report: SessionReport): string | null {
  const { isWhole, headline, evidence, next, said } = outcomeOf(report);
  if (isWhole || said.headline.code === 'outcome.no-speech') return null;
  return reasonOf(report) ?? [`${headline}.`, evidence, next].filter((part) => part !== null).join(' ');
}

async function transcribeSession(
  sessionId: string,
  options: TranscribeOptions,
  core: Core,
  { terminal }: CommandContext,
): Promise<Result> {
  const { done, transcriptId } = await core.transcription.transcribe(sessionId, {
    engine: options.engine,
    isAnew: options.again ?? options.anew ?? false,
  });
  let wasInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    if (wasInterrupted) process.exit(exitCodes.interrupted);
    wasInterrupted = true;
    void core.transcription.stop();
  });
  const failure = await done.then(
    () => null,
    (error: unknown) => toAppError(error),
  );
  stopListening();
  const report = await core.sessions.show(sessionId, transcriptId);
  return { report, failure, wasInterrupted, lacks: null };
}

function textOf(report: SessionReport): string {
  return report.text === ''
    ? `${say('cli.no-words-in', { sessionId: report.sessionId })}\n`
    : `${report.text}\n`;
}
