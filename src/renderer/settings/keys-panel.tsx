import { useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import type { Key } from '../../shared/settings/secrets.ts';
import { useAnswer, useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { text } from '../text.ts';

const words = text.settings.keys;

/** Keys go in and never come out: a page sees that one is set and how it ends. */
export function KeysPanel(): ReactNode {
  const keys = useAnswer('keys.list', {});
  return (
    <Panel title={words.region} className="settings-panel">
      {keys.data?.length === 0 && <p className="settings-hint">{words.none}</p>}
      <ul className="settings-list">
        {keys.data?.map((key) => (
          <KeyRow key={key.name} known={key} />
        ))}
      </ul>
      <CommandError error={keys.error} />
    </Panel>
  );
}

function KeyRow({ known }: { known: Key }): ReactNode {
  const { name, state } = known;
  const [typed, setTyped] = useState('');
  const cache = useQueryClient();
  const set = useCommand('keys.set');
  const clear = useCommand('keys.clear');
  const title = words.names[name];
  const renew = (): void => void cache.invalidateQueries({ queryKey: ['keys.list'] });

  function save(event: SubmitEvent): void {
    event.preventDefault();
    if (typed.trim() === '') return;
    set.mutate(
      { name, value: typed },
      {
        onSuccess: () => {
          setTyped('');
          renew();
        },
      },
    );
  }

  return (
    <li className="settings-row">
      <div className="settings-row-head">
        <h3>{title}</h3>
        <span>{stateOf(known)}</span>
      </div>
      {state.set && <p className="settings-hint">{placeOf(known)}</p>}
      {state.kept !== 'environment' && (
        <form className="settings-key" onSubmit={save}>
          <input
            type="password"
            aria-label={words.key(title)}
            autoComplete="off"
            spellCheck={false}
            maxLength={500}
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value);
              if (set.isError) set.reset();
            }}
          />
          <button type="submit" aria-label={words.saveOf(title)} aria-disabled={typed.trim() === ''}>
            {words.save}
          </button>
          {state.set && (
            <button
              type="button"
              className="danger-button"
              aria-label={words.clearOf(title)}
              onClick={() => clear.mutate({ name }, { onSuccess: renew })}
            >
              {words.clear}
            </button>
          )}
        </form>
      )}
      <CommandError error={set.error ?? clear.error} />
    </li>
  );
}

function stateOf({ state }: Key): string {
  if (!state.set) return words.notSet;
  return state.lastFour === null ? words.set : words.endsWith(state.lastFour);
}

function placeOf({ state, variable }: Key): string {
  return state.kept === 'environment' ? words.fromEnvironment(variable) : words.kept[state.kept];
}
