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
  const program = home === undefined ? programHere() : `${programHere()} --home ${shellWord(home)}`;
  return ` Command: ${commandOf(action).replace(/\bscrumbot (?=[a-z])/, () => `${program} `)}`;
}

/** In a checkout npm runs the program, and `scrumbot` is no command of the shell. */
function programHere(): string {
  return process.env.npm_lifecycle_event === 'scrumbot' ? 'npm run -s scrumbot --' : 'scrumbot';
}
