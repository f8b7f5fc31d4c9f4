import { useId, type ReactNode } from 'react';
import { builtInTargetName, resolveTarget } from '../../../shared/settings/targets/resolve-target.ts';
import { useAnswer } from '../../connection/bridge-hooks.ts';
import { text } from '../../text.ts';
import { CommandError } from '../command-error.tsx';
import { TextField } from './text-field.tsx';

/** `name` is a target's; `null` means the address. */
export type PickedTarget = { name: string | null; address: string };

// A target's name is never empty, so this value is nobody's.
const otherValue = '';

/** A choice of the known targets, or of any address. */
export function TargetPicker(props: {
  /** What it is called; "Target" when absent. */
  label?: string;
  picked: PickedTarget;
  onChange: (picked: PickedTarget) => void;
}): ReactNode {
  const { picked, onChange } = props;
  const id = useId();
  const answer = useAnswer('targets.list', {});
  const targets = answer.data?.targets ?? [{ name: builtInTargetName, wsUrl: null }];
  return (
    <>
      <div className="field">
        <label htmlFor={id}>{props.label ?? text.record.target}</label>
        <select
          id={id}
          value={picked.name ?? otherValue}
          onChange={({ target: { value } }) =>
            onChange({ ...picked, name: value === otherValue ? null : value })
          }
        >
          {targets.map(({ name, wsUrl }) => (
            <option key={name} value={name}>
              {wsUrl === null ? text.record.builtIn : `${name} (${wsUrl})`}
            </option>
          ))}
          <option value={otherValue}>{text.record.otherTarget}</option>
        </select>
      </div>
      {picked.name === null && (
        <TextField
          label={props.label === undefined ? text.record.address : `${props.label}: ${text.record.address}`}
          placeholder={text.record.addressHint}
          value={picked.address}
          onChange={(address) => onChange({ ...picked, address })}
        />
      )}
      <CommandError error={answer.error} />
    </>
  );
}

/**
 * What a command is given for it: a name, or the address as it was typed.
 * @throws AppError `bad-input` for an address that the core would refuse anyway
 */
export function requestedTarget({ name, address }: PickedTarget): string {
  if (name !== null) return name;
  const typed = address.trim();
  resolveTarget(typed, []);
  return typed;
}
