import { useId, useRef, type ReactNode } from 'react';
import { count } from '../../format.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';
import type { Deletions, Doomed } from './use-deletions.ts';

const words = text.sessions;

/** A button that asks first: nothing brings a deleted session back. */
export function ConfirmDeletion(props: {
  label: string;
  warning: string;
  sessions: readonly Doomed[];
  deletions: Deletions;
  onDone: () => void;
}): ReactNode {
  const { label, warning, sessions, deletions, onDone } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const isBusy = deletions.isPending;
  const isMany = sessions.length > 1;
  const number = count(sessions.length);

  async function confirm(): Promise<void> {
    if (isBusy || !(await deletions.remove(sessions))) return;
    dialog.current?.close();
    onDone();
  }

  return (
    <>
      <button
        type="button"
        className="danger-button"
        aria-disabled={sessions.length === 0}
        onClick={() => sessions.length > 0 && dialog.current?.showModal()}
      >
        {label}
      </button>
      <dialog
        ref={dialog}
        className="dialog"
        aria-labelledby={headingId}
        onClose={() => deletions.forgetError()}
      >
        <h2 id={headingId}>{isMany ? words.deleteManyTitle(number) : words.deleteTitle}</h2>
        <p>{warning}</p>
        <CommandError error={deletions.error} />
        <div className="button-row dialog-buttons">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
          <button
            type="button"
            className="danger-button"
            aria-disabled={isBusy}
            onClick={() => void confirm()}
          >
            {isMany ? words.deleteManyConfirm(number) : words.deleteConfirm}
          </button>
        </div>
      </dialog>
    </>
  );
}
