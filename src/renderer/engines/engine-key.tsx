import { useId, useRef, useState, type ReactNode } from 'react';
import type { EngineStatus } from '../../shared/settings/engines.ts';
import { useCall } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';

const words = text.engines;

/**
 * Enters or forgets a key. What is typed stays in the field alone, which is emptied as soon as it is handed over: no
 * state, no cache and no storage of the page ever holds it.
 */
export function EngineKey(props: { title: string; secret: NonNullable<EngineStatus['key']> }): ReactNode {
  const { name, state } = props.secret;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const call = useCall();
  const [error, setError] = useState<unknown>(null);
  const secretName = name === 'groq' ? 'groq' : 'openai-compatible';

  async function save(): Promise<void> {
    const value = field.current?.value ?? '';
    if (field.current !== null) field.current.value = '';
    setError(null);
    await call('keys.set', { name: secretName, value }).catch(setError);
  }

  async function forget(): Promise<void> {
    setError(null);
    await call('keys.clear', { name: secretName }).catch(setError);
  }

  return (
    <div className="engine-key">
      {state.set && (
        <p className="engine-key-set">
          {words.keySet(props.title, state.lastFour)} {words.kept[state.kept]}
          {state.kept !== 'environment' && (
            <button type="button" className="quiet-button" onClick={() => void forget()}>
              {words.forgetKey}
            </button>
          )}
        </p>
      )}
      {state.kept !== 'environment' || !state.set ? (
        <div className="field">
          <label htmlFor={id}>{state.set ? words.newKey : words.key(props.title)}</label>
          <div className="engine-key-row">
            <input
              ref={field}
              id={id}
              type="password"
              autoComplete="off"
              spellCheck={false}
              onChange={() => setError(null)}
            />
            <button type="button" onClick={() => void save()}>
              {words.saveKey}
            </button>
          </div>
        </div>
      ) : null}
      <CommandError error={error} />
    </div>
  );
}
