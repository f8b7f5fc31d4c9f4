import tab from '@bomb.sh/tab/commander';
import { Command, Option } from 'commander';
import { withCommonOptions, type CommonOptions } from '../options/common-options.ts';
import type { CommandContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import { jsonSchemaOf } from '../help/json-schemas.ts';
import { manPage } from '../help/man-page.ts';
import { version } from '../with-core.ts';
import { say } from '../../../shared/words/all-words.ts';

/** What the program says of itself: its manual, the shape of its JSON, and completion for shells. */
export function addManAndSchema(
  program: Command,
  context: CommandContext,
  allCommands: () => readonly Command[],
): void {
  const { terminal } = context;
  withCommonOptions(program.command('man').description(say('help.man'))).action((options: CommonOptions) =>
    context.run(options, () => {
      const text = manPage(program, allCommands(), version);
      terminal.out(options.json === true ? `${JSON.stringify(text)}\n` : text);
      return Promise.resolve(exitCodes.done);
    }),
  );
  withCommonOptions(program.command('schema <command...>').description(say('help.schema'))).action(
    (command: string[], options: CommonOptions) =>
      context.run(options, () => {
        terminal.out(`${JSON.stringify(jsonSchemaOf(command.join(' ')), null, 2)}\n`);
        return Promise.resolve(exitCodes.done);
      }),
  );
}

// The script that follows needs a function of the package bash-completion, which not every machine has, and complains when it
// is read a second time, as a start file may be. Words that bash cuts at = and : are put together again.
const bashPrelude = `[[ -n \${ShellCompDirectiveError-} ]] && return 0 2>/dev/null
if ! declare -F _get_comp_words_by_ref >/dev/null; then
    _get_comp_words_by_ref() {
        local i glue=''
        words=() cword=0
        for ((i = 0; i < \${#COMP_WORDS[@]}; i++)); do
            if ((i > 0)) && [[ \${COMP_WORDS[i]} == [=:] || -n $glue ]]; then
                words[\${#words[@]}-1]+=\${COMP_WORDS[i]}
            else
                words+=("\${COMP_WORDS[i]}")
            fi
            glue=''
            [[ \${COMP_WORDS[i]} == [=:] ]] && glue=yes
            ((i == COMP_CWORD)) && cword=$((\${#words[@]} - 1))
        done
        cur=\${words[cword]-}
        prev=''
        ((cword > 0)) && prev=\${words[cword - 1]}
        return 0
    }
fi
`;

/** After all commands are there: it reads them. */
export function addCompletion(program: Command, { terminal }: Pick<CommandContext, 'terminal'>): void {
  tab(program, { completionCommandName: 'completion' });
  const completion = program.commands.find((command) => command.name() === 'completion');
  completion?.description(say('help.completion'));
  for (const argument of completion?.registeredArguments ?? [])
    argument.description = say('help.completion.shell');
  completion?.hook('preAction', (_program, { args }) => {
    if (args[0] === 'bash') terminal.out(bashPrelude);
  });
  // What the shell gets is no JSON and has no home: taken so that no line fails by them, and not advertised.
  for (const { flags } of withCommonOptions(new Command()).options) {
    completion?.addOption(new Option(flags).hideHelp());
  }
}
