import type { RootCommand } from '@bomb.sh/tab';
import type { Command } from 'commander';
import { secretNames } from '../../../../shared/settings/secrets.ts';
import { settingFields } from '../../../../shared/settings/setting-fields.ts';
import { speechModels } from '../../../../shared/settings/speech-models.ts';

/** The names that a command takes and that are the same everywhere; those of a home are not read at the Tab key. */
export function addKnownWords(root: RootCommand, program: Command): void {
  const commands = program.commands.map((command) => command.name());
  const settings = settingFields().map(({ path }) => path);
  const models = speechModels.map(({ name }) => name);
  const known: readonly (readonly [command: string, words: readonly string[]])[] = [
    ['help', commands],
    ['schema', [...commands, 'error', 'scenario']],
    ['settings set', settings],
    ['settings reset', settings],
    ['keys set', secretNames],
    ['keys remove', secretNames],
    ['engines models get', models],
    ['engines models remove', models],
  ];
  for (const [name, words] of known) {
    const [first] = root.commands.get(name)?.arguments.values() ?? [];
    if (first !== undefined)
      first.handler = (complete) => {
        for (const word of words) complete(word, '');
      };
  }
}
