import { Command } from 'commander';
import { secretsOfArguments } from '../core/secrecy/secrecy.ts';
import { addAnalyzeCommand } from './commands/analyze.ts';
import { addAlertsCommand } from './commands/alerts.ts';
import { addBackendCommand } from './commands/tester/backend.ts';
import { addBundleCommand } from './commands/bundle/bundle.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addBenchEngineCommand } from './commands/engines/bench-engine.ts';
import { addEnginesCommand } from './commands/engines/engines.ts';
import { addEventsCommand } from './commands/events/events.ts';
import { addRecordCommand } from './commands/record.ts';
import { addReplayCommand } from './commands/tester/replay.ts';
import { addRunCommand } from './commands/run.ts';
import { addSearchCommand } from './commands/search.ts';
import { addSessionsCommand } from './commands/sessions.ts';
import { addTapCommand } from './commands/tester/tap.ts';
import { addTargetsCommand } from './commands/targets/targets.ts';
import { addKeysCommand } from './commands/settings/keys.ts';
import { addSettingsCommand } from './commands/settings/settings.ts';
import { addStatusCommand } from './commands/status.ts';
import { addVerifyCommand } from './commands/verify/verify.ts';
import { addTranscribeCommand } from './commands/transcribe.ts';
import { addTwinCommand } from './commands/tester/twin.ts';
import { addCompletion, addManAndSchema } from './commands/about-itself.ts';
import { addExamples } from './help/examples.ts';
import { exitCodeLines } from './help/exit-meanings.ts';
import { behindCommand, commonFlags, helpOfOwnFirst } from './options/common-options.ts';
import { createCommandContext, type CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';
import { version } from './with-core.ts';
import { say } from '../../shared/words/all-words.ts';

/**
 * Runs one command line (without the program's own name) and answers the exit code.
 * `entryUrl` is the address of the running entry file.
 */
export async function runCommandLine(
  words: readonly string[],
  terminal: Terminal,
  entryUrl: string,
): Promise<number> {
  // Before anything can go wrong with them: what is wrong with a line is told without what is secret in it.
  terminal.mask.learn(secretsOfArguments(words));
  let exitCode: number = exitCodes.done;
  const context = createCommandContext({
    terminal,
    entryUrl,
    setExitCode: (code) => {
      exitCode = code;
    },
  });
  const program = createProgram(context);
  try {
    await program.parseAsync(askedHelp(behindCommand(words, program), program), { from: 'user' });
  } catch (error) {
    // Commander has said what is wrong; help and version end with 0.
    if (!(error instanceof Error && 'exitCode' in error)) throw error;
    if (error.exitCode === 0) return exitCodes.done;
    // Commander's own messages begin so, and end with a proposal in a line of its own.
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    if (words.includes('--json'))
      terminal.out(`${JSON.stringify({ error: { code: 'bad-input', message } })}\n`);
    return exitCodes.usage;
  }
  return exitCode;
}

/** Every command with its options. */
export function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('scrumbot')
    .description(say('help.program'))
    .version(version, '-V, --version', say('help.version'))
    .helpOption('-h, --help', say('help.help'))
    .helpCommand('help [command]', say('help.help-command'))
    .showSuggestionAfterError()
    .configureHelp(helpOfOwnFirst)
    .addHelpText('after', () => `\n${say('help.before-or-behind')}\n${commonFlags()}\n${exitCodeLines()}`)
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) });
  addRunCommand(program, context);
  addRecordCommand(program, context);
  addSessionsCommand(program, context);
  addTargetsCommand(program, context);
  addTranscribeCommand(program, context);
  addSearchCommand(program, context);
  addEnginesCommand(program, context);
  addBenchEngineCommand(program, context);
  addEventsCommand(program, context);
  addAnalyzeCommand(program, context);
  addAlertsCommand(program, context);
  addStatusCommand(program, context);
  addSettingsCommand(program, context);
  addKeysCommand(program, context);
  addBundleCommand(program, context);
  addVerifyCommand(program, context);
  addBackendCommand(program, context);
  addTapCommand(program, context);
  addReplayCommand(program, context);
  addTwinCommand(program, context);
  addDoctorCommand(program, context);
  addManAndSchema(program, context, () => allCommands(program));
  addCompletion(program, context);
  for (const command of allCommands(program)) command.copyInheritedSettings(program);
  addExamples(allCommands(program));
  return program;
}

/** `help sessions list` is what `sessions list --help` is; a command that nobody knows is named, with what may be meant. */
function askedHelp(words: readonly string[], program: Command): readonly string[] {
  if (words[0] !== 'help' || words.length === 1) return words;
  let at = program;
  const known: string[] = [];
  for (const word of words.slice(1)) {
    const next = at.commands.find((command) => command.name() === word);
    // What is behind the last command of a path is no command.
    if (next === undefined && at.commands.length > 0) return [...known, word];
    if (next === undefined) break;
    known.push(word);
    at = next;
  }
  return [...known, '--help'];
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child, ...allCommands(child)]);
}
