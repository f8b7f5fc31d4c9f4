import { eventHelp } from './event-help.ts';
import { sessionHelp } from './session-help.ts';
import { targetHelp } from './target-help.ts';
import { testerHelp } from './tester-help.ts';

/** What `--help`, the man page and completion say: of each command, option and argument, by its path. */
export const helpWords = {
  'help.program': 'Records meetings, streams them to a ScrumBot backend and keeps every event.',
  'help.version': 'print the version',
  'help.help': 'show this help',
  'help.help-command': 'show the help of a command',
  'help.group-common': 'Options of every command:',
  'help.before-or-behind': 'Options of every command, before or after its name:',
  'help.examples': 'Examples:',
  'help.common.home': 'folder of all data (default: per system, or SCRUMBOT_HOME)',
  'help.common.json': 'print exactly one JSON document on stdout; "scrumbot schema COMMAND" describes it',
  'help.common.quiet': 'no progress and no hints',
  'help.common.color': 'colours (default: auto: on a terminal, and not with NO_COLOR)',
  'help.common.log-level': 'what goes to the log (default: info, or SCRUMBOT_LOG_LEVEL)',
  'help.man': 'print the manual as a man page',
  'help.schema':
    'print the JSON Schema of what a command prints with --json, of its errors (error), or of a scenario file (scenario)',
  'help.completion': 'print a script that completes commands and options in a shell',
  'help.completion.shell': 'the shell',
  'help.exit-codes': 'Exit codes:',
  'help.exit-codes-short':
    'Exit codes: 0 done, 1 problems found, 2 wrong usage; "scrumbot --help" lists them.',
  'help.exit.done': 'done',
  'help.exit.not-in-order': 'done, and problems were found',
  'help.exit.usage': 'wrong usage or input',
  'help.exit.unreachable': 'target unreachable; the recording is kept',
  'help.exit.engine-failed': 'speech engine failed',
  'help.exit.storage-failed': 'storage failed',
  'help.exit.interrupted': 'interrupted by Ctrl-C; what was recorded is kept',
  ...sessionHelp,
  ...eventHelp,
  ...targetHelp,
  ...testerHelp,
} as const;
