import { useEffect, useRef, type ReactNode } from 'react';
import { text } from '../text.ts';

const words = text.palette;

/** Every key that works anywhere, and what it does. */
export function ShortcutsHelp({ onClose }: { onClose: () => void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className="palette shortcuts" aria-label={words.shortcuts} onClose={onClose}>
      <h2>{words.shortcuts}</h2>
      <dl>
        {words.keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button>{words.close}</button>
      </form>
    </dialog>
  );
}
