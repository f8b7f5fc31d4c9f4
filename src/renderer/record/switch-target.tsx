import { useId, useRef, useState, type ReactNode } from 'react';
import { asksFirst } from '../../shared/settings/targets/target-colour.ts';
import { builtInTargetName } from '../../shared/settings/targets/resolve-target.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../parts/fields/target-picker.tsx';
import { text } from '../text.ts';

/** Sends the rest of the running session elsewhere; to a target that people work with only when that is meant. */
export function SwitchTarget(): ReactNode {
  const [picked, setPicked] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [refusal, setRefusal] = useState<unknown>(null);
  const [asked, setAsked] = useState('');
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const change = useCommand('session.switchTarget');
  const known = useAnswer('targets.list', {}).data?.targets;

  function submit(): void {
    setRefusal(null);
    change.reset();
    try {
      const target = requestedTarget(picked);
      const named = known?.find(({ name }) => name === target);
      const asks = named?.asksFirst ?? (picked.name === null && asksFirst({ wsUrl: target }));
      if (asks) {
        setAsked(target);
        dialog.current?.showModal();
      } else change.mutate({ target });
    } catch (error) {
      setRefusal(error);
    }
  }

  function confirm(): void {
    dialog.current?.close();
    change.mutate({ target: asked, confirmed: true });
  }

  return (
    <div className="record-target">
      <p className="record-waiting">{text.link.switchNote}</p>
      <TargetPicker picked={picked} onChange={setPicked} />
      <button type="button" onClick={submit} aria-disabled={change.isPending}>
        {text.link.switchNow}
      </button>
      <CommandError error={refusal ?? change.error} />
      <dialog ref={dialog} className="dialog" aria-labelledby={headingId}>
        <h2 id={headingId}>{text.link.switchAsks}</h2>
        <p>{text.link.switchWarning(picked.name ?? text.link.thatAddress)}</p>
        <div className="button-row dialog-buttons">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            {text.link.switchBack}
          </button>
          <button type="button" className="danger-button" onClick={confirm}>
            {text.link.switchConfirm}
          </button>
        </div>
      </dialog>
    </div>
  );
}
