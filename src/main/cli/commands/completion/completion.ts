import tab from '@bomb.sh/tab/commander';
import { Command, Option } from 'commander';
import { withCommonOptions } from '../../options/common-options.ts';
import type { CommandContext } from '../../context.ts';
import { say } from '../../../../shared/words/all-words.ts';

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

/** After all commands are there: it reads them. `isAsked`: a shell asks now, with the Tab key. */
export async function addCompletion(
  program: Command,
  { terminal }: Pick<CommandContext, 'terminal'>,
  isAsked: boolean,
): Promise<void> {
  const root = tab(program, { completionCommandName: 'completion' });
  if (isAsked) (await import('./completion-words.ts')).addKnownWords(root, program);
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
