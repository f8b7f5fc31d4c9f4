import { hasRoughWords } from '../../shared/settings/better-words.ts';
import type { ReactNode } from 'react';
import type { EngineStatus } from '../../shared/settings/engines.ts';
import { useAnswer } from '../connection/bridge-hooks.ts';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { FirstModel } from './speech-models.tsx';
import './engines.css';

/** That an engine gets few words right, with the button that gets a better one. */
export function RoughWords({ engine }: { engine: string }): ReactNode {
  return (
    <section className="rough-words" aria-label={text.models.rough}>
      <p>
        <StateIcon level="warning" />
        <span>
          <strong>{text.models.rough}</strong> {text.models.roughReason(engine)}
        </span>
      </p>
      <FirstModel />
    </section>
  );
}

/** The same for the built-in target, which uses the first engine of this machine that is ready. */
export function BuiltInRoughWords(): ReactNode {
  const chosen = useAnswer('settings.get', {}, { select: ({ engine }) => engine }).data;
  const first = useAnswer('engines.list', {}, { select: ({ engines }) => firstLocal(engines) }).data;
  return chosen === 'auto' && first !== undefined && hasRoughWords(first) ? (
    <RoughWords engine={first} />
  ) : null;
}

const localEngines: readonly string[] = ['whisper', 'whisper-cli', 'pocketsphinx'];

function firstLocal(engines: readonly EngineStatus[]): string | undefined {
  return engines.find(({ name, state }) => state === 'ready' && localEngines.includes(name))?.name;
}
