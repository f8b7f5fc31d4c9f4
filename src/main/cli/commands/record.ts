import { Option, type Command } from 'commander';
import { AppError } from '../../../shared/errors.ts';
import {
  meetingIdSchema,
  modes,
  type Mode,
  type SessionReport,
  type StartRequest,
} from '../../../shared/session/session.ts';
import { silencesIn } from '../../../shared/session/silence.ts';
import { counted } from '../../../shared/plural.ts';
import { lengthText } from '../../../shared/length-text.ts';
import { outcomeOf } from '../../../shared/session/outcome.ts';
import { visibleLine } from '../../../shared/visible-text.ts';
import type { Core } from '../../core/core.ts';
import { collect, withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { parseInput, parseNumber } from '../options/parse-options.ts';
import { commandHint } from '../output/command-hint.ts';
import { roughWordsHint } from '../output/rough-words.ts';
import { showProgress } from '../output/progress.ts';
import { transcriptLine } from '../output/texts/transcript-line.ts';
import { adviseOn } from '../output/address-advice.ts';
import { withCore } from '../with-core.ts';
import { fitLines } from '../output/table.ts';
import { sentence, asTold, say } from '../../../shared/words/all-words.ts';

type RecordOptions = CommonOptions & {
  input: string[];
  speed?: string;
  raw?: string;
  mode: Mode;
  target?: string;
  engine?: string;
  duration?: string;
  title?: string;
  meetingId?: string;
};

// With what closing takes after it, Ctrl-C is answered within 3 s, whatever a target does.
const patienceAfterInterruptMs = 2_000;

export function defineRecord(command: Command, context: CommandContext): void {
  command
    .addOption(
      new Option('--input <input>', say('help.record.input')).argParser(collect).makeOptionMandatory(),
    )
    .option('--speed <n|max>', say('help.record.speed'))
    .option('--raw <form>', say('help.record.raw'))
    .addOption(new Option('--mode <mode>', say('help.record.mode')).choices(modes).default('stream'))
    .option('--target <name|url>', say('help.record.target'))
    .option('--engine <name>', say('help.record.engine'))
    .option('--duration <sec>', say('help.record.duration'))
    .option('--title <text>', say('help.record.title'))
    .option('--meeting-id <id>', say('help.record.meeting-id'));
  withCommonOptions(command).action((options: RecordOptions) =>
    context.run(options, () => record(options, context)),
  );
}

async function record(options: RecordOptions, context: CommandContext): Promise<number> {
  const request = requestOf(options);
  const { terminal } = context;
  if (options.quiet !== true) adviseOn(options.target, terminal);
  return withCore(options, terminal, context.entryUrl, async (core) => {
    // A pipe may not bring anything for long.
    const endEarly = terminal.onInterrupt(() => void core.sessions.shutDown());
    const { sessionId } = await core.sessions.start(request).finally(endEarly);
    const run = core.sessions.current();
    if (run === null) throw new AppError('internal', sentence('cli.never-began'));
    let interrupts = 0;
    const tell = (line: string): void => {
      if (options.quiet !== true) terminal.err(`\n${line}\n`);
    };
    const stopListening = terminal.onInterrupt((count) => {
      interrupts = count;
      if (count > 1) {
        run.abort();
        return;
      }
      if (run.summary().state === 'stopping') {
        tell(say(options.mode === 'direct' ? 'cli.later-transcribe' : 'cli.later-send', { sessionId }));
        run.stopWaiting();
        return;
      }
      run.stop(patienceAfterInterruptMs);
      tell(say('cli.stopping'));
    });
    const stopTelling = tellWhatIsWaitedFor(core, tell);
    const hideProgress =
      options.quiet === true || !terminal.isInteractive ? () => undefined : showProgress(core, terminal);
    const failure = await core.sessions.ended();
    hideProgress();
    stopTelling();
    stopListening();
    const report = await core.sessions.show(sessionId);
    terminal.out(
      options.json === true
        ? `${JSON.stringify(report)}\n`
        : fitLines(summaryText(report), terminal.tableWidth),
    );
    const outcome = outcomeOf(report);
    if (failure !== null) terminal.err(`${failure.message}${commandHint(failure.action, options)}\n`);
    else if (report.reason !== null) terminal.err(`${say('cli.warning', { what: report.reason })}\n`);
    else if (!outcome.isWhole)
      terminal.err(
        `${say('cli.warning', { what: `${outcome.headline}. ${outcome.evidence} ${outcome.next ?? ''}${commandHint(outcome.action, options)}` })}\n`,
      );
    if (options.quiet !== true) terminal.err(roughWordsHint(report, options));
    if (interrupts > 0) return exitCodes.interrupted;
    if (failure !== null) return exitCodeOf(failure.code);
    // A recording on which nothing is heard, or of which no words came, is not what anybody wanted.
    const isSilent = silencesIn(report).length > 0;
    const lacksWords = options.mode !== 'capture-only' && !outcome.isWhole;
    return isSilent || lacksWords ? exitCodes.notInOrder : exitCodes.done;
  });
}

/** Once, where a recording that has ended waits for a target or an engine that is away. */
function tellWhatIsWaitedFor(core: Pick<Core, 'topics'>, tell: (line: string) => void): () => void {
  let isTold = false;
  return core.topics.subscribe('status', ({ session, connection, verdict }) => {
    if (isTold || session?.state !== 'stopping' || connection.phase !== 'waiting') return;
    isTold = true;
    tell(say('cli.waits', { headline: verdict.headline, why: connection.sentence }));
  });
}

function requestOf(options: RecordOptions): StartRequest {
  if (options.meetingId !== undefined && !meetingIdSchema.safeParse(options.meetingId).success) {
    throw new AppError('bad-input', sentence('cli.bad-meeting-id'));
  }
  const { target, engine, title, meetingId } = options;
  return {
    inputs: options.input.map((input) => parseInput(input, options.speed, options.raw)),
    mode: options.mode,
    ...(target !== undefined && { target }),
    ...(engine !== undefined && { engine }),
    ...(title !== undefined && { title }),
    ...(meetingId !== undefined && { meetingId }),
    ...(options.duration !== undefined && {
      durationSec: parseNumber('--duration', options.duration, { min: 0.1, max: 86_400 }),
    }),
  };
}

function summaryText(report: SessionReport): string {
  const outcome = outcomeOf(report);
  const lines = [
    `${outcome.headline}: ${outcome.evidence}`,
    `  session  ${report.sessionId} (${report.state})`,
    ...report.tracks.map(
      (track) =>
        `  ${track.source.padEnd(8)} ${lengthText(track.seconds)}, ${counted(track.gaps.length, 'gap')}, ${track.path}`,
    ),
  ];
  if (report.target !== null) {
    const { sent, delivered, pending, unconfirmed, silent } = report.chunks;
    const rest = [
      say('cli.delivered', { delivered }),
      ...(unconfirmed > 0 ? [say('cli.unconfirmed', { chunks: unconfirmed })] : []),
      ...(pending > 0 ? [say('cli.pending', { chunks: pending })] : []),
      ...(silent > 0 ? [say('cli.silent', { chunks: silent })] : []),
    ];
    lines.push(`  ${say('cli.sent', { target: report.target, chunks: sent, rest: rest.map(asTold) })}`);
  }
  lines.push(...report.transcripts.map(transcriptLine));
  lines.push(`  ${say('cli.stored', { events: report.events.total })}`);
  if (report.text !== '') lines.push('', report.text);
  return `${lines.map(visibleLine).join('\n')}\n`;
}
