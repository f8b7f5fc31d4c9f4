import { basename } from 'node:path';
import type { Command } from 'commander';
import { AppError, toAppError } from '../../../shared/errors.ts';
import type { SessionReport } from '../../../shared/session/session.ts';
import type { Core } from '../../core/core.ts';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { showKeptProgress, showProgress } from '../output/progress.ts';
import { parseFilePath } from '../options/parse-options.ts';
import { withCore } from '../with-core.ts';

type TranscribeOptions = CommonOptions & {
  session?: string;
  engine?: string;
  anew?: boolean;
  title?: string;
};

export function addTranscribeCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('transcribe')
    .description('words of a WAV file, or of a kept session, straight from a speech engine')
    .argument('[file]', 'a WAV file; it becomes a session')
    .option('--session <id>', 'a kept session: what failed or is missing, or all of it with another engine')
    .option('--engine <name>', 'speech engine (default: the one of the settings, or the first that is ready)')
    .option('--anew', 'with --session: all of it, whatever is there already')
    .option('--title <text>', 'name of the session that a file becomes');
  withCommonOptions(command).action((file: string | undefined, options: TranscribeOptions) =>
    context.run(options, () => transcribe(file, options, context)),
  );
}

async function transcribe(
  file: string | undefined,
  options: TranscribeOptions,
  context: CommandContext,
): Promise<number> {
  const { session } = options;
  if ((file === undefined) === (session === undefined)) {
    throw new AppError('bad-input', 'Name a WAV file, or a kept session with --session ID; one of the two.');
  }
  const { terminal } = context;
  return withCore(options, terminal, context.entryUrl, async (core) => {
    const shows = options.quiet !== true && terminal.isInteractive;
    const show = file === undefined ? showKeptProgress : showProgress;
    const hideProgress = shows ? show(core, terminal, session ?? '') : () => undefined;
    const { report, failure, wasInterrupted } = await (
      file === undefined
        ? transcribeSession(session ?? '', options, core, context)
        : transcribeFile(file, options, core, context)
    ).finally(hideProgress);
    terminal.out(options.json === true ? `${JSON.stringify(report)}\n` : textOf(report));
    if (failure !== null) terminal.err(`${failure.message}\n`);
    else if (report.reason !== null) terminal.err(`Warning: ${report.reason}\n`);
    if (wasInterrupted) return exitCodes.interrupted;
    return failure === null ? exitCodes.done : exitCodeOf(failure.code);
  });
}

type Result = { report: SessionReport; failure: AppError | null; wasInterrupted: boolean };

/** The file is kept as a session first, as every recording is: then a crash costs nothing. */
async function transcribeFile(
  file: string,
  options: TranscribeOptions,
  core: Core,
  { terminal }: CommandContext,
): Promise<Result> {
  const { engine } = options;
  const { sessionId } = await core.sessions.start({
    inputs: [{ kind: 'file', path: parseFilePath(file), speed: 'max' }],
    mode: 'direct',
    title: options.title ?? (file === '-' ? 'Standard input' : basename(file)),
    ...(engine !== undefined && { engine }),
  });
  let wasInterrupted = false;
  const stopListening = terminal.onInterrupt(() => {
    wasInterrupted = true;
    core.sessions.current()?.abort();
  });
  const failure = await core.sessions.ended();
  stopListening();
  return { report: await core.sessions.show(sessionId), failure, wasInterrupted };
}

async function transcribeSession(
  sessionId: string,
  options: TranscribeOptions,
  core: Core,
  { terminal }: CommandContext,
): Promise<Result> {
  const { done, transcriptId } = await core.transcription.transcribe(sessionId, {
    engine: options.engine,
    isAnew: options.anew ?? false,
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
  return { report: await core.sessions.show(sessionId, transcriptId), failure, wasInterrupted };
}

function textOf(report: SessionReport): string {
  const [words, session] = [report.text, `Session ${report.sessionId}`];
  if (words !== '') return `${words}\n`;
  return `${session}: no words were found. "scrumbot sessions show ${report.sessionId}" tells more.\n`;
}
