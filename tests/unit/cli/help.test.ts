import { describe, expect, it } from 'vitest';
import { runCommandLine } from '../../../src/main/cli/program.ts';
import { examples } from '../../../src/main/cli/help/examples.ts';
import { createProcessTerminal, type Terminal } from '../../../src/main/cli/output/terminal.ts';

const base = createProcessTerminal();

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const terminal: Terminal = {
    ...base,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    paint: (_colour, text) => text,
  };
  const code = await runCommandLine(words, terminal, import.meta.url);
  return { code, out, err };
}

/** The names of commands that a help lists. */
function commandsIn(help: string): string[] {
  const list = `\n${help}`.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '';
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name]) => name ?? '')
    .filter((name) => name !== 'help' && name !== 'complete');
}

async function leaves(path: readonly string[] = []): Promise<string[]> {
  const { out } = await run(...path, '--help');
  const children = commandsIn(out);
  if (children.length === 0) return [path.join(' ')];
  const all: string[] = [];
  for (const child of children) all.push(...(await leaves([...path, child])));
  return all;
}

describe('the help', () => {
  it('has examples for each command, of options that it has', async () => {
    const commands = await leaves();
    expect(commands.filter((command) => examples[command] === undefined)).toEqual([]);
    for (const command of Object.keys(examples)) {
      const { out } = await run(...command.split(' '), '--help');
      for (const example of examples[command] ?? []) {
        expect(out).toContain(example);
        expect(example.startsWith(`scrumbot ${command}`), example).toBe(true);
        for (const [flag] of example.matchAll(/ --[a-z-]+/g))
          expect(out, example).toContain(`${flag.trim()} `);
      }
    }
  });

  it.each([
    [['help', 'sessions', 'list'], 0, /Usage: scrumbot sessions list/, /^$/],
    [['help', 'nonsense'], 2, /^$/, /unknown command 'nonsense'/],
    [['help', 'sessions', 'lst'], 2, /^$/, /unknown command 'lst'[^]*Did you mean list/],
    [['sesions'], 2, /^$/, /Did you mean sessions/],
    [['doctor', '--jsno'], 2, /^$/, /Did you mean --json/],
    [['schema', 'nonsense'], 2, /^$/, /Known: run, record, /],
    [['completion', 'tcsh'], 2, /^$/, /zsh, bash, fish, powershell/],
  ] as const)('answers %j with exit code %d', async (words, code, out, err) => {
    const answer = await run(...words);
    expect(answer.code).toBe(code);
    expect(answer.out).toMatch(out);
    expect(answer.err).toMatch(err);
  });

  it('names the exit codes: all of them for the program, and where they stand for each command', async () => {
    const { out } = await run('--help');
    for (const code of [0, 1, 2, 3, 4, 5, 130]) expect(out).toMatch(new RegExp(`^  ${code} +\\S`, 'm'));
    for (const command of await leaves())
      expect((await run(...command.split(' '), '--help')).out, command).toMatch(
        /^Exit codes: .*"scrumbot --help"/m,
      );
  });

  it('is a man page, too, with every command and exit code', async () => {
    const { code, out } = await run('man');
    expect(code).toBe(0);
    expect(out).toMatch(/^\.TH SCRUMBOT 1/);
    for (const command of await leaves()) {
      if (command !== 'completion') expect(out).toContain(`.SS ${command.replaceAll('-', '\\-')} `);
    }
    expect(out).toContain('.B 130');
  });

  it('has --json on every command, and a schema for what that prints', async () => {
    // Both print a text for another program.
    const withoutJson = new Set(['man', 'completion']);
    for (const command of (await leaves()).filter((name) => !withoutJson.has(name))) {
      const help = await run(...command.split(' '), '--help');
      expect(help.out, command).toContain('--json');
      expect(await run('schema', ...command.split(' ')), command).toMatchObject({ code: 0, err: '' });
    }
  });

  it('lists the own options of a command before those that every command has', async () => {
    const { out } = await run('targets', 'add', '--help');
    const places = [
      '\nOptions:',
      '--ws <url>',
      '--notes',
      '\nOptions of every command:',
      '--home',
      '\nExamples:',
    ];
    expect(places.map((text) => out.indexOf(text))).toEqual(
      places.map((text) => out.indexOf(text)).toSorted((a, b) => a - b),
    );
    expect(out).toContain('\nOptions of every command:');
  });

  it('names the shape of what a command prints as JSON', async () => {
    const { code, out } = await run('schema', 'sessions', 'list');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      type: 'array',
      items: { properties: { sessionId: { type: 'string' } } },
    });
  });
});
