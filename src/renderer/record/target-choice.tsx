import type { ReactNode } from 'react';
import { builtInTargetName } from '../../shared/settings/targets/resolve-target.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { BuiltInWords } from '../engines/rough-words.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { TargetPicker } from '../parts/fields/target-picker.tsx';
import type { Choices } from './choices.ts';

/** A named target becomes the one that Record uses everywhere; an address is for this session. */
export function TargetChoice(props: {
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
}): ReactNode {
  const { choices, onChange } = props;
  const update = useCommand('settings.update');
  const chosen = useChosen(choices);

  function choose(name: string | null): void {
    onChange({ target: name });
    if (name === null) update.reset();
    else update.mutate({ target: name });
  }

  return (
    <div className="record-target">
      <TargetPicker
        picked={{ name: chosen, address: choices.address }}
        onChange={({ name, address }) => (name === chosen ? onChange({ address }) : choose(name))}
      />
      <CommandError error={update.error} />
    </div>
  );
}

/** What the words of that target will lack. It is known a moment after the form is there, and would move what is below it. */
export function TargetWords({ choices }: { choices: Choices }): ReactNode {
  return useChosen(choices) === builtInTargetName ? <BuiltInWords /> : null;
}

/** The target's name; `null` where an address is given. */
function useChosen({ target }: Choices): string | null {
  const current = useAnswer('targets.list', {}, { select: (answer) => answer.current }).data;
  return target === undefined ? (current ?? builtInTargetName) : target;
}
