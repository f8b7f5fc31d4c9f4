import { commandOf, type Action } from '../../../shared/words/actions.ts';

/** The command that does what a sentence advises, behind that sentence; nothing where there is none. */
export function commandHint(action: Action | null | undefined): string {
  return action == null ? '' : ` Command: ${commandOf(action)}`;
}
