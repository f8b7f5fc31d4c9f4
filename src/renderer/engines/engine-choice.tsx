import { hasRoughWords } from '../../shared/settings/better-words.ts';
import { useId, type ReactNode } from 'react';
import type { EngineStatus } from '../../shared/settings/engines.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';
import { EngineKey } from './engine-key.tsx';
import { EngineState } from './engine-state.tsx';
import { RoughWords } from './rough-words.tsx';
import { ServerAddress } from './server-address.tsx';
import { FirstModel, SpeechModels } from './speech-models.tsx';
import './engines.css';

const words = text.engines;

/**
 * The engine that is used everywhere from now on, with its state and whatever it lacks. With `models` there are all of
 * them; otherwise the one to begin with, where it helps. Keys that stand beside it are not asked for again.
 */
export function EngineChoice(props: { models?: 'all'; hasKeysBeside?: boolean }): ReactNode {
  const { models, hasKeysBeside = false } = props;
  const { data: answer, error } = useAnswer('engines.list', {});
  const { now: settings, update } = useSettings();
  const engines = answer?.engines ?? [];
  const chosen = settings?.direct.engine ?? answer?.chosen ?? 'auto';
  const shown = chosen === 'auto' ? firstReady(engines) : engines.find(({ name }) => name === chosen);
  return (
    <div className="engine-choice">
      <EngineSelect
        engines={engines}
        value={chosen}
        onChange={(engine) => update.mutate({ direct: { engine } })}
      />
      {shown === undefined ? (
        answer !== undefined && <p className="engine-sentence">{words.noneReady}</p>
      ) : (
        <EngineState engine={shown} />
      )}
      {answer !== undefined && models === undefined && betterWords(shown, chosen)}
      {!hasKeysBeside && keyEngine(engines, shown)}
      {shown?.name === 'openai-compatible' && <ServerAddress />}
      <CommandError error={error ?? update.error} />
      {models === 'all' && <SpeechModels />}
    </div>
  );
}

/** What a model would mend: no engine at all, one that lacks a model, or the last resort. */
function betterWords(shown: EngineStatus | undefined, chosen: string): ReactNode {
  if (shown === undefined || shown.action?.do === 'get-model') return <FirstModel />;
  return chosen === 'auto' && hasRoughWords(shown.name) ? <RoughWords engine={shown.title} /> : null;
}

export function EngineSelect(props: {
  engines: readonly EngineStatus[];
  value: string;
  onChange: (name: string) => void;
}): ReactNode {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{words.engine}</label>
      <select id={id} value={props.value} onChange={(event) => props.onChange(event.target.value)}>
        <option value="auto">{words.auto}</option>
        {props.engines.map(({ name, title, state }) => (
          <option key={name} value={name}>
            {state === 'ready' ? title : `${title} (${words.states[state]})`}
          </option>
        ))}
      </select>
    </div>
  );
}

function firstReady(engines: readonly EngineStatus[]): EngineStatus | undefined {
  return engines.find(({ state }) => state === 'ready');
}

/** The key of the engine that is shown; Groq's where none is ready, because that needs nothing to be downloaded. */
function keyEngine(engines: readonly EngineStatus[], shown: EngineStatus | undefined): ReactNode {
  const engine = shown ?? engines.find(({ name }) => name === 'groq');
  return engine?.key == null ? null : (
    <EngineKey key={engine.name} title={engine.title} secret={engine.key} />
  );
}
