import { useId, useRef, type ReactNode } from 'react';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';

const words = text.targets;

/** Asks first: credentials do not come back. */
export function RemoveTarget({ name, onRemoved }: { name: string; onRemoved: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const remove = useCommand('targets.remove');

  function confirm(): void {
    remove.mutate(
      { name, confirmed: true },
      {
        onSuccess() {
          dialog.current?.close();
          onRemoved();
        },
      },
    );
  }

  return (
    <>
      <button
        type="button"
        className="danger-button"
        aria-label={words.removeOf(name)}
        onClick={() => dialog.current?.showModal()}
      >
        {words.remove}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby={headingId} onClose={() => remove.reset()}>
        <h2 id={headingId}>{words.removeTitle}</h2>
        <p>{words.removeWarning(name)}</p>
        <CommandError error={remove.error} />
        <div className="button-row dialog-buttons">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
          <button type="button" className="danger-button" onClick={confirm}>
            {words.removeConfirm}
          </button>
        </div>
      </dialog>
    </>
  );
}
