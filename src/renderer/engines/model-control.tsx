import type { ReactNode } from 'react';
import type { SpeechModelStatus } from '../../shared/settings/speech-models.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { bytes } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';

const words = text.models;

/** Gets a model, shows how far that is, stops it, goes on with it; nothing comes unasked. */
export function ModelControl({ model, label }: { model: SpeechModelStatus; label?: string }): ReactNode {
  const get = useCommand('engines.getModel');
  const cancel = useCommand('engines.cancelModel');
  const remove = useCommand('engines.removeModel');
  const { name, title, state, storedBytes, problem } = model;
  const size = bytes(model.bytes);
  const isThere = state === 'ready' || state === 'partial';
  return (
    <>
      {state === 'downloading' && (
        <div className="model-progress">
          <progress aria-label={words.progressOf(title)} max={model.bytes} value={storedBytes} />
          <span>{words.progress(bytes(storedBytes), size)}</span>
        </div>
      )}
      <div className="button-row">
        {(state === 'not-there' || state === 'partial') && (
          <button
            type="button"
            aria-label={label === undefined ? nameOf(model) : undefined}
            aria-disabled={get.isPending}
            onClick={() => get.isPending || get.mutate({ name })}
          >
            {state === 'partial' ? words.goOn(bytes(storedBytes), size) : (label ?? words.get)}
          </button>
        )}
        {state === 'downloading' && (
          <button type="button" aria-label={words.stopOf(title)} onClick={() => cancel.mutate({ name })}>
            {words.stop}
          </button>
        )}
        {state === 'ready' && (
          <span className="model-ready">
            <StateIcon level="good" /> {words.ready}
          </span>
        )}
        {isThere && (
          <button
            type="button"
            className="quiet-button"
            aria-label={words.removeOf(title)}
            onClick={() => remove.mutate({ name })}
          >
            {words.remove}
          </button>
        )}
      </div>
      {problem !== null && state !== 'downloading' && get.error === null && (
        <p className="model-problem">
          <StateIcon level="bad" />
          <span>{problem}</span>
        </p>
      )}
      <CommandError error={get.error ?? cancel.error ?? remove.error} />
    </>
  );
}

/** Among several of them, which one the button is for. */
function nameOf({ title, state, storedBytes, bytes: all }: SpeechModelStatus): string {
  return state === 'partial' ? `${words.goOn(bytes(storedBytes), bytes(all))}: ${title}` : words.getOf(title);
}
