import { Command, Help, Option } from 'commander';
import { colourChoices, type ColourChoice } from '../output/colour.ts';
import { say } from '../../../shared/words/all-words.ts';

/** What every command takes. */
export type CommonOptions = {
  home?: string;
  json?: boolean;
  quiet?: boolean;
  logLevel?: string;
  color?: ColourChoice;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

const groupOfCommon = say('help.group-common');

export function withCommonOptions(command: Command): Command {
  const options = [
    new Option('--home <dir>', say('help.common.home')),
    new Option('--json', say('help.common.json')),
    new Option('--quiet', say('help.common.quiet')),
    new Option('--color <when>', say('help.common.color')).choices(colourChoices),
    new Option('--log-level <level>', say('help.common.log-level')).choices(logLevels),
  ];
  for (const option of options) command.addOption(option.helpGroup(groupOfCommon));
  return command;
}

/** A command's own options stand in its help before those that every command has. */
export const helpOfOwnFirst: Partial<Help> = {
  groupItems(unsorted, visible, getGroup) {
    const groups = [...Help.prototype.groupItems.call(this, unsorted, visible, getGroup as never)];
    const isCommon = ([group]: (typeof groups)[number]): boolean => group === groupOfCommon;
    return new Map([...groups.filter((one) => !isCommon(one)), ...groups.filter(isCommon)]) as never;
  },
};

/** Their names, for the help of the program as a whole. */
export function commonFlags(): string {
  return withCommonOptions(new Command())
    .options.map(({ flags }) => `  ${flags}`)
    .join('\n');
}

/**
 * The same words with the options of every command behind the command, where it reads them: people write them in front as
 * well (`scrumbot --home DIR verify --quick`). A line without a command loses them: there is nothing to apply them to.
 */
export function behindCommand(words: readonly string[], program: Command): string[] {
  const known = withCommonOptions(new Command()).options;
  const path: string[] = [];
  const moved: string[] = [];
  let at = program;
  let read = 0;
  for (let word = words[read]; word !== undefined; word = words[read]) {
    const next = at.commands.find((command) => command.name() === word);
    const option = known.find(({ long }) => long === word.split('=', 1)[0]);
    if (next !== undefined) {
      path.push(word);
      at = next;
      read += 1;
    } else if (option !== undefined) {
      const length = option.required && !word.includes('=') ? 2 : 1;
      moved.push(...words.slice(read, read + length));
      read += length;
    } else break;
  }
  return [...path, ...(path.length === 0 ? [] : moved), ...words.slice(read)];
}

/** The parser of an option that may be given again: all its values, in order. */
export function collect(value: string, all: string[] | undefined): string[] {
  return [...(all ?? []), value];
}
