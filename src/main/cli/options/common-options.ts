import { Option, type Command } from 'commander';
import { colourChoices, type ColourChoice } from '../output/colour.ts';

/** What every command takes. */
export type CommonOptions = {
  home?: string;
  json?: boolean;
  quiet?: boolean;
  logLevel?: string;
  color?: ColourChoice;
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

export function withCommonOptions(command: Command): Command {
  return command
    .option('--home <dir>', 'folder of all data (default: per system, or SCRUMBOT_HOME)')
    .option('--json', 'print exactly one JSON document on stdout')
    .option('--quiet', 'no progress and no hints')
    .addOption(
      new Option('--color <when>', 'colours (default: auto: on a terminal, and not with NO_COLOR)').choices(
        colourChoices,
      ),
    )
    .addOption(
      new Option(
        '--log-level <level>',
        'what goes to the log (default: info, or SCRUMBOT_LOG_LEVEL)',
      ).choices(logLevels),
    );
}

/** The parser of an option that may be given again: all its values, in order. */
export function collect(value: string, all: string[] | undefined): string[] {
  return [...(all ?? []), value];
}
