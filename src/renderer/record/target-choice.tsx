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
  const current = useAnswer('targets.list', {}, { select: (answer) => answer.current }).data;
  const update = useCommand('settings.update');
  const chosen = choices.target === undefined ? (current ?? builtInTargetName) : choices.target;

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
      {chosen === builtInTargetName && <BuiltInWords />}
      <CommandError error={update.error} />
    </div>
  );
}
