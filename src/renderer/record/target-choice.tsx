import { useId, type ReactNode } from 'react';
import { builtInTargetName } from '../../shared/targets.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { TextField } from '../parts/text-field.tsx';
import { text } from '../text.ts';
import type { Choices } from './choices.ts';

// A target's name is never empty, so this value is nobody's.
const otherValue = '';

/** A named target becomes the one that Record uses everywhere; an address is for this session. */
export function TargetChoice(props: {
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
}): ReactNode {
  const { choices, onChange } = props;
  const id = useId();
  const answer = useAnswer('targets.list', {});
  const update = useCommand('settings.update');
  const targets = answer.data?.targets ?? [{ name: builtInTargetName, wsUrl: null }];
  const chosen = choices.target === undefined ? (answer.data?.current ?? builtInTargetName) : choices.target;

  function choose(value: string): void {
    onChange({ target: value === otherValue ? null : value });
    if (value === otherValue) update.reset();
    else update.mutate({ target: value });
  }

  return (
    <div className="record-target">
      <div className="field">
        <label htmlFor={id}>{text.record.target}</label>
        <select id={id} value={chosen ?? otherValue} onChange={(event) => choose(event.target.value)}>
          {targets.map(({ name, wsUrl }) => (
            <option key={name} value={name}>
              {wsUrl === null ? text.record.builtIn : `${name} (${wsUrl})`}
            </option>
          ))}
          <option value={otherValue}>{text.record.otherTarget}</option>
        </select>
      </div>
      {chosen === null && (
        <TextField
          label={text.record.address}
          placeholder={text.record.addressHint}
          value={choices.address}
          onChange={(address) => onChange({ address })}
        />
      )}
      <CommandError error={answer.error ?? update.error} />
    </div>
  );
}
