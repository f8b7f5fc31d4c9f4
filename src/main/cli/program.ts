import { Command } from 'commander';
import { secretsOfArguments } from '../core/secrecy/secrecy.ts';
import { commandTable } from './command-table.ts';
import { addCompletion } from './commands/completion/completion.ts';
import { addExamples, allCommands } from './help/examples.ts';
import { exitCodeLines } from './help/exit-meanings.ts';
import { behindCommand, commonFlags, helpOfOwnFirst, withCommonOptions } from './options/common-options.ts';
import { createCommandContext, type CommandContext } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import type { Terminal } from './output/terminal.ts';
import { version } from './version.ts';
import { keepYoungGenerationSmall } from './young-generation.ts';
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
  const wanted = commandIn(words);
  if (commandTable().some(({ name, stays }) => name === wanted && stays === true)) keepYoungGenerationSmall();
  const program = await createProgram(context, (name) => name === wanted || overviews.includes(wanted));
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

/**
 * The program. Of the commands that are wanted (usually all) with what they do, which is loaded; the others have their
 * names and summaries.
 */
export async function createProgram(
  context: CommandContext,
  isWanted: (name: string) => boolean = () => true,
): Promise<Command> {
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
  for (const { name, summary, argument, isGroup, load } of commandTable()) {
    const command = program.command(name).description(summary);
    if (argument !== undefined) command.argument(...argument);
    if (isWanted(name)) (await load())(command, context);
    else if (isGroup !== true) withCommonOptions(command);
  }
  await addCompletion(program, context, isWanted('complete'));
  for (const command of allCommands(program)) command.copyInheritedSettings(program);
  addExamples(program);
  return program;
}

// They tell of all commands.
const overviews: readonly string[] = ['man', 'completion', 'complete'];

/** The command that a line names, or whose help it asks for; empty where there is none. */
function commandIn(words: readonly string[]): string {
  const names = new Command();
  for (const name of new Set([...commandTable().map((entry) => entry.name), ...overviews]))
    names.command(name);
  const [first = '', second = ''] = behindCommand(words, names);
  return first === 'help' ? second : first;
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
