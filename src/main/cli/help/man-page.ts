import type { Command } from 'commander';
import { exitMeanings } from './exit-meanings.ts';
import { allCommands, examples, pathOf } from './examples.ts';

/** The manual of the program as roff (man(7)), made of what its commands say of themselves. */
export function manPage(program: Command, version: string): string {
  const leaves = allCommands(program).filter(
    (command) => command.commands.length === 0 || examples[pathOf(command)] !== undefined,
  );
  return [
    `.TH SCRUMBOT 1 "" "scrumbot ${version}" "User Commands"`,
    '.SH NAME',
    `scrumbot \\- ${roff(program.description())}`,
    '.SH SYNOPSIS',
    '.B scrumbot',
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...leaves.flatMap(commandLines),
    '.SH EXIT STATUS',
    ...exitMeanings().flatMap(([code, meaning]) => ['.TP', `.B ${code}`, roff(meaning)]),
    '',
  ].join('\n');
}

function commandLines(command: Command): string[] {
  const name = pathOf(command);
  const options = command.options.filter(({ hidden }) => !hidden);
  return [
    `.SS ${roff(`${name} ${command.usage()}`)}`,
    roff(`${command.description()}.`),
    ...options.flatMap(({ flags, description }) => ['.TP', `.B ${roff(flags)}`, roff(description)]),
    ...(examples[name] ?? []).flatMap((line) => ['.PP', '.RS', `.B ${roff(line)}`, '.RE']),
  ];
}

/** A line that begins with a point or an apostrophe is a request to roff, and a hyphen is a minus only behind a backslash. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
