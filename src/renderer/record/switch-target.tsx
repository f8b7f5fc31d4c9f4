import { useState, type ReactNode } from 'react';
import { builtInTargetName } from '../../shared/settings/targets/targets.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../parts/fields/target-picker.tsx';
import { text } from '../text.ts';

/** Sends the rest of the running session elsewhere. */
export function SwitchTarget(): ReactNode {
  const [picked, setPicked] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [refusal, setRefusal] = useState<unknown>(null);
  const change = useCommand('session.switchTarget');

  function submit(): void {
    setRefusal(null);
    try {
      change.mutate({ target: requestedTarget(picked) });
    } catch (error) {
      change.reset();
      setRefusal(error);
    }
  }

  return (
    <div className="record-target">
      <p className="record-waiting">{text.link.switchNote}</p>
      <TargetPicker
        picked={picked}
        onPick={(name) => setPicked({ ...picked, name })}
        onAddress={(address) => setPicked({ ...picked, address })}
      />
      <button type="button" onClick={submit} aria-disabled={change.isPending}>
        {text.link.switchNow}
      </button>
      <CommandError error={refusal ?? change.error} />
    </div>
  );
}
