import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { beforeAll, describe, expect, it } from 'vitest';
import { createCommandContext } from '../../../src/main/cli/context.ts';
import { createProcessTerminal } from '../../../src/main/cli/output/terminal.ts';
import { createProgram } from '../../../src/main/cli/program.ts';
import { examples } from '../../../src/main/cli/help/examples.ts';
import { actionSchema } from '../../../src/shared/words/action-schema.ts';
import { blocks, readme, sentences } from '../../support/documented/commands.ts';
import {
  linesInBlocks,
  linesInSentences,
  synopses,
  type DocumentedLine,
} from '../../support/documented/lines.ts';
import { calls, nameOf, notTyped } from '../../support/documented/synopses.ts';
import { commandOf } from '../../../src/shared/words/actions.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const callIn = /(?:^|[\s|])(?:npm run -s scrumbot --|scrumbot) ([^\n]*)/;

// Everything is read and nothing done: each command's own parsers judge its words.
const terminal = { ...createProcessTerminal(), out: () => undefined, err: () => undefined };
const program = await createProgram(
  createCommandContext({ terminal, entryUrl: import.meta.url, setExitCode: () => undefined }),
);
const ran: string[] = [];

beforeAll(() => {
  const silence = (command: Command): void => {
    if (command.commands.length === 0 || isRun(command)) command.action(() => void ran.push(command.name()));
    for (const child of command.commands) silence(child);
  };
  silence(program);
});

/** `verify` and `bundle` do something themselves, and have commands beneath them. */
const isRun = (command: Command): boolean => ['verify', 'bundle'].includes(command.name());

/** `sessions list` of everything that can be typed. */
function leavesOf(command: Command, path: readonly string[] = []): string[] {
  const children = command.commands.flatMap((child) => leavesOf(child, [...path, child.name()]));
  const isLeaf = command.commands.length === 0 || isRun(command);
  return isLeaf ? [path.join(' '), ...children] : children;
}

/** The words of a command line as a shell gives them, up to a pipe, a redirection or a comment; placeholders filled. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word = '', quoted] of line.matchAll(/"([^"]*)"|'[^']*'|[^\s"']+/g)) {
    if (/^(?:#|\||[12]?>|<|&&|\\$)/.test(word)) break;
    words.push(quoted ?? word.replace(/^'|'$/g, ''));
  }
  return words.map((word) => placeholders[word] ?? word.replace('…', 'x'));
}

const placeholders: Readonly<Record<string, string>> = {
  ID: '20260302-090000-1a2b3c4d',
  RUN: '20260302-090000-1a2b3c4d',
  VALUE: 'value',
  URL: 'https://staging.example.org',
};

async function isTaken(line: string): Promise<string | null> {
  ran.length = 0;
  try {
    await program.parseAsync(wordsOf(line), { from: 'user' });
    return ran.length === 1 ? null : 'no command';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function refused(lines: readonly (readonly [place: string, line: string])[]): Promise<string[]> {
  const problems: string[] = [];
  for (const [place, line] of lines) {
    const problem = await isTaken(line);
    if (problem !== null) problems.push(`${place}: scrumbot ${line}: ${problem}`);
  }
  return problems;
}

const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root })];

const placed = ({ place, line }: DocumentedLine): string => `${place}: ${line}`;

describe('a command line that people copy', () => {
  it('is typed by a test, or named with the reason why not', () => {
    const known = [...readme, ...blocks, ...sentences].map(placed);
    const documented = [...linesInBlocks(), ...linesInSentences()].map(placed);
    expect(documented.filter((line) => !known.includes(line))).toEqual([]);
    expect(known.filter((line) => !documented.includes(line))).toEqual([]);
  });

  it('stands in docs/cli.md with options that a test types, or with the reason why not', () => {
    const names = new Set(synopses().map(nameOf));
    // The second is what the scripts of completion ask.
    const ofProgram = leavesOf(program).filter((name) => !['help', 'complete'].includes(name));
    expect([...names].toSorted()).toEqual(ofProgram.toSorted());
    const untyped = synopses().flatMap((synopsis) => {
      const name = nameOf(synopsis);
      const typed = (calls[name] ?? []).map((call) => ` ${call.typed} `).join();
      const wanted = ['', ...(synopsis.match(/--[a-z-]+/g) ?? [])].map((option) =>
        `${name} ${option}`.trim(),
      );
      return wanted.filter((one) => {
        const option = one.slice(name.length).trim();
        const isTyped = option === '' ? typed !== '' : typed.includes(` ${option} `);
        return !isTyped && notTyped[one] === undefined && notTyped[name] === undefined;
      });
    });
    expect(untyped).toEqual([]);
    expect(Object.keys(calls).filter((name) => !names.has(name))).toEqual([]);
  });

  it('is one of the program where a document has it in a block', async () => {
    const lines = documents.flatMap((name) => {
      const blocks = readFileSync(`${root}${name}`, 'utf8').matchAll(/^```[^\n]*\n([^]*?)^```/gm);
      return [...blocks]
        .flatMap(([, block = '']) => block.split('\n'))
        .flatMap((line) => callIn.exec(line)?.[1] ?? [])
        .filter((line) => !line.startsWith('<command>'))
        .map((line) => [name, line] as const);
    });
    expect(lines.length).toBeGreaterThan(15);
    expect(await refused(lines)).toEqual([]);
  });

  it('is one of the program where a help has it as an example', async () => {
    const lines = Object.entries(examples).flatMap(([name, all]) =>
      all.map((line) => [`help of ${name}`, callIn.exec(line)?.[1] ?? line] as const),
    );
    expect(await refused(lines.filter(([name]) => name !== 'help of completion'))).toEqual([]);
  });

  it('is one of the program where a sentence advises it', async () => {
    const details = {
      address: 'http://192.168.1.20:8000',
      sessionId: 's-1',
      target: 'a b',
      run: 'r-1',
      setting: 'x',
      name: 'groq',
      file: 'a b',
    };
    const lines = actionSchema.options.map(({ shape }) => {
      const line = commandOf(actionSchema.parse({ ...details, do: shape.do.value }));
      return [shape.do.value, callIn.exec(line)?.[1] ?? line] as const;
    });
    expect(await refused(lines)).toEqual([]);
  });

  it('is refused by this test where the program would refuse it', async () => {
    expect(await isTaken('sessions lst')).toMatch(/unknown command/);
    expect(await isTaken('doctor --jsno')).toMatch(/unknown option/);
    expect(await isTaken('sessions show')).toMatch(/missing required argument/);
    expect(await isTaken('doctor --color purple')).toMatch(/Allowed choices/);
  });

  it('has a command that is there where a document names one in a sentence', () => {
    const unknown = documents.flatMap((name) =>
      [...readFileSync(`${root}${name}`, 'utf8').matchAll(/`scrumbot ([a-z-]+)/g)]
        .map(([, command = '']) => command)
        .filter((command) => !program.commands.some((known) => known.name() === command))
        .map((command) => `${name}: scrumbot ${command}`),
    );
    expect(unknown.filter((line) => !line.endsWith('scrumbot help'))).toEqual([]);
  });
});
