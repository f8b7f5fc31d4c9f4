import { commandOf, type Action } from '../../../shared/words/actions.ts';
import { shellWord } from '../../../shared/words/shell-word.ts';
import type { CommonOptions } from '../options/common-options.ts';

/**
 * The command that does what a sentence advises, behind that sentence; nothing where there is none. It is for the same home
 * as what was run: elsewhere a target, a session or a run of that name may not be there, or be another one.
 */
export function commandHint(
  action: Action | null | undefined,
  { home }: Pick<CommonOptions, 'home'>,
): string {
  if (action == null) return '';
  const command = commandOf(action);
  return ` Command: ${home === undefined ? command : command.replace(/\bscrumbot /, () => `scrumbot --home ${shellWord(home)} `)}`;
}
