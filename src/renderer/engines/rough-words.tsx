import { hasRoughWords } from '../../shared/settings/better-words.ts';
import type { ReactNode } from 'react';
import { hrefOf } from '../app/route.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { useSettings } from '../settings/use-changed.ts';
import { text } from '../text.ts';
import { FirstModel } from './speech-models.tsx';
import './engines.css';

const words = text.models;

/** That an engine gets few words right, with the button that gets a better one. */
export function RoughWords({ engine }: { engine: string }): ReactNode {
  return (
    <PoorWords what={words.rough} why={words.roughReason(engine)}>
      <FirstModel />
    </PoorWords>
  );
}

/** What the words of the built-in target will lack, before anything is recorded: it has an engine of this machine or none. */
export function BuiltInWords(): ReactNode {
  const chosen = useSettings().now?.engine;
  const engines = useAnswer('engines.list', {}).data?.engines;
  // The button needs them, and would push the link beside it.
  const isAsked = useAnswer('engines.models', {}, { staleTime: 0 }).isPending;
  if (chosen === undefined || engines === undefined || isAsked) return null;
  if (chosen === 'none')
    return (
      <PoorWords what={words.noWords} why={words.noWordsOff}>
        <a href={hrefOf({ page: 'settings', section: 'engine' })}>{words.chooseEngine}</a>
      </PoorWords>
    );
  const used = engines.find(
    ({ name, state }) =>
      state === 'ready' && (chosen === 'auto' ? localEngines.includes(name) : name === chosen),
  )?.name;
  if (used === undefined)
    return (
      <PoorWords what={words.noWords} why={words.noWordsReason}>
        <FirstModel />
      </PoorWords>
    );
  return chosen === 'auto' && hasRoughWords(used) ? <RoughWords engine={used} /> : null;
}

const localEngines: readonly string[] = ['whisper', 'whisper-cli', 'pocketsphinx'];

function PoorWords(props: { what: string; why: string; children: ReactNode }): ReactNode {
  return (
    <section className="rough-words" aria-label={props.what}>
      <p>
        <StateIcon level="warning" />
        <span>
          <strong>{props.what}</strong> {props.why}
        </span>
      </p>
      {props.children}
    </section>
  );
}
