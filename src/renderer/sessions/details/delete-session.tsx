import { useId, useRef, type ReactNode } from 'react';
import type { SessionSummary } from '../../../shared/session/session.ts';
import { hrefOf } from '../../app/route.ts';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';

const words = text.sessions;

/** Asks first: nothing brings a deleted session back. */
export function DeleteSession({ session }: { session: SessionSummary }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const remove = useCommand('sessions.delete');

  function confirm(): void {
    remove.mutate(
      { sessionId: session.sessionId },
      {
        onSuccess() {
          dialog.current?.close();
          window.location.hash = hrefOf({ page: 'sessions', sessionId: null });
        },
      },
    );
  }

  return (
    <>
      <button type="button" className="danger-button" onClick={() => dialog.current?.showModal()}>
        {words.delete}
      </button>
      <dialog ref={dialog} className="dialog" aria-labelledby={headingId} onClose={() => remove.reset()}>
        <h2 id={headingId}>{words.deleteTitle}</h2>
        <p>{words.deleteWarning(session.title)}</p>
        <CommandError error={remove.error} />
        <div className="button-row dialog-buttons">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
          <button type="button" className="danger-button" aria-disabled={remove.isPending} onClick={confirm}>
            {words.deleteConfirm}
          </button>
        </div>
      </dialog>
    </>
  );
}
