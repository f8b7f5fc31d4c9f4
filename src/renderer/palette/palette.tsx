import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useAnswer, useStatus } from '../connection/bridge-hooks.ts';
import { text } from '../text.ts';
import {
  actionsOfPage,
  commandsOf,
  focusSearch,
  matching,
  pressRecord,
  type PaletteCommand,
} from './palette-commands.ts';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { useShortcuts } from './use-shortcuts.ts';
import './palette.css';

type Shown = 'palette' | 'shortcuts' | null;

/** What the keyboard reaches from anywhere: Ctrl+K for everything, a key each for the most frequent. */
export function Keyboard(): ReactNode {
  const [shown, setShown] = useState<Shown>(null);
  const isRecording = useStatus(({ session }) => session?.state === 'recording') ?? false;
  const isIdle = useStatus(({ session }) => session?.endedAt !== null) ?? false;
  useShortcuts(() => setShown('palette'), {
    '?': () => setShown('shortcuts'),
    '/': focusSearch,
    r: () => isIdle && pressRecord(),
    s: () => isRecording && pressRecord(),
  });
  const close = (): void => setShown(null);
  if (shown === 'shortcuts') return <ShortcutsHelp onClose={close} />;
  if (shown === null) return null;
  return <Palette isRecording={isRecording} onClose={close} onShortcuts={() => setShown('shortcuts')} />;
}

function Palette(props: { isRecording: boolean; onClose: () => void; onShortcuts: () => void }): ReactNode {
  const { isRecording, onClose, onShortcuts } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const { data: sessions = [] } = useAnswer('sessions.list', {});
  const [actions] = useState(actionsOfPage);
  const found = matching(commandsOf({ sessions, isRecording, actions, showShortcuts: onShortcuts }), query);
  const current = found[Math.min(chosen, found.length - 1)];

  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    document.getElementById(`${listId}-${current?.id ?? ''}`)?.scrollIntoView({ block: 'nearest' });
  }, [current?.id, listId]);

  function choose(command: PaletteCommand | undefined): void {
    if (command === undefined) return;
    onClose();
    command.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter') choose(current);
    else if (event.key === 'ArrowDown') setChosen(Math.min(found.length - 1, chosen + 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(0, chosen - 1));
    else return;
    event.preventDefault();
  }

  return (
    <dialog ref={dialog} className="palette" aria-label={text.palette.title} onClose={onClose}>
      <input
        type="text"
        role="combobox"
        aria-label={text.palette.title}
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current === undefined ? undefined : `${listId}-${current.id}`}
        autoComplete="off"
        placeholder={text.palette.hint}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      {found.length === 0 && <p className="empty">{text.palette.nothing}</p>}
      <ul id={listId} role="listbox" aria-label={text.palette.title}>
        {found.map((command) => (
          <li
            key={command.id}
            id={`${listId}-${command.id}`}
            role="option"
            aria-selected={command === current}
            onClick={() => choose(command)}
          >
            <span className="palette-label">{command.label}</span>
            <span className="palette-hint">{command.hint}</span>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
