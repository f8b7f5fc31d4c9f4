import { firstModel } from '../../shared/settings/better-words.ts';
import type { ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { useAnswer, useTopic } from '../connection/bridge-hooks.ts';
import { keepTold } from '../connection/use-live-answers.ts';
import { useQueryClient } from '@tanstack/react-query';
import { bytes } from '../format.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { text } from '../text.ts';
import { ModelControl } from './model-control.tsx';
import { OwnModel } from './own-model.tsx';
import './engines.css';

const words = text.models;

/** Every model that can be had, with its languages, size and licence, and what of it is here. */
export function SpeechModels(): ReactNode {
  const { data: models, error } = useModels();
  return (
    <section className="models" aria-label={words.region}>
      <h3>{words.region}</h3>
      <p className="engine-sentence">{words.intro}</p>
      <ul className="models-list">
        {models?.map((model) => (
          <li key={model.name}>
            <p className="model-title">{model.title}</p>
            <p className="engine-sentence">
              {words.facts(model.languages, bytes(model.bytes), model.licence)}
            </p>
            <ModelControl model={model} />
          </li>
        ))}
      </ul>
      <CommandError error={error} />
      <Disclosure label={words.own}>
        <OwnModel models={models ?? []} />
      </Disclosure>
    </section>
  );
}

/** The one to begin with, where none is here. */
export function FirstModel(): ReactNode {
  const { data: models, error } = useModels();
  const first = models?.find(({ name }) => name === firstModel);
  return (
    <div className="engine-key">
      {first !== undefined && <ModelControl model={first} label={words.getFirst(bytes(first.bytes))} />}
      <a href={hrefOf({ page: 'settings', section: 'engines' })}>{words.all}</a>
      <CommandError error={error} />
    </div>
  );
}

function useModels() {
  const cache = useQueryClient();
  useTopic('models', (models) => keepTold(cache, 'engines.models', models));
  return useAnswer('engines.models', {}, { staleTime: 0 });
}
