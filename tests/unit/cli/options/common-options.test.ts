import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { createCommandContext } from '../../../../src/main/cli/context.ts';
import { pathOf } from '../../../../src/main/cli/help/examples.ts';
import { behindCommand, type CommonOptions } from '../../../../src/main/cli/options/common-options.ts';
import { createProcessTerminal } from '../../../../src/main/cli/output/terminal.ts';
import { createProgram } from '../../../../src/main/cli/program.ts';

const terminal = { ...createProcessTerminal(), out: () => undefined, err: () => undefined };

/** The program, whose commands do nothing but say with which options they were called. */
async function silentProgram(): Promise<{
  program: Command;
  commands: Command[];
  called: () => [string, CommonOptions][];
}> {
  const calls: [string, CommonOptions][] = [];
  const commands: Command[] = [];
  const program = await createProgram(
    createCommandContext({ terminal, entryUrl: import.meta.url, setExitCode: () => undefined }),
  );
  const silence = (command: Command): void => {
    const runsItself = command.commands.length === 0 || ['verify', 'bundle'].includes(command.name());
    if (runsItself && command.name() !== 'complete') {
      commands.push(command);
      command.action(() => void calls.push([pathOf(command), command.optsWithGlobals()]));
    }
    for (const child of command.commands) silence(child);
  };
  silence(program);
  return { program, commands, called: () => calls.splice(0) };
}

/** Words that satisfy what a command asks for, whatever they mean. */
function askedOf(command: Command): string[] {
  const values = command.registeredArguments
    .filter(({ required }) => required)
    .map(({ argChoices }) => argChoices?.[0] ?? '1');
  const options = command.options
    .filter(({ mandatory }) => mandatory)
    .flatMap(({ long, argChoices }) => [long ?? '', argChoices?.[0] ?? 'x:1']);
  return [...values, ...options];
}

const words = ['--home', '/h', '--json', '--quiet', '--color=never', '--log-level', 'warn'];
const read = { home: '/h', json: true, quiet: true, color: 'never', logLevel: 'warn' };

describe('the options of every command', () => {
  it('work behind each command and in front of it', async () => {
    const { program, commands, called } = await silentProgram();
    expect(commands.length).toBeGreaterThan(50);
    for (const command of commands) {
      const path = pathOf(command).split(' ');
      const asked = askedOf(command);
      const lines = [
        [...path, ...asked, ...words],
        [...words, ...path, ...asked],
        // In the midst of a command of two words.
        [...path.slice(0, 1), ...words, ...path.slice(1), ...asked],
      ];
      for (const line of lines) {
        await program.parseAsync(behindCommand(line, program), { from: 'user' });
        expect(called(), line.join(' ')).toEqual([[path.join(' '), expect.objectContaining(read)]]);
      }
    }
  });

  it('leave alone what else stands on a line', async () => {
    const { program } = await silentProgram();
    const moved = (line: string): string => behindCommand(line.split(' '), program).join(' ');
    expect(moved('--home /h verify --quick --json')).toBe('verify --home /h --quick --json');
    expect(moved('verify --target targets --home /h')).toBe('verify --target targets --home /h');
    expect(moved('--json search -- --home x')).toBe('search --json -- --home x');
    expect(moved('--home=/h sessions show list')).toBe('sessions show --home=/h list');
    expect(moved('--nonsense verify')).toBe('--nonsense verify');
    expect(moved('--json verfy')).toBe('verfy');
    expect(moved('--home')).toBe('');
  });
});
