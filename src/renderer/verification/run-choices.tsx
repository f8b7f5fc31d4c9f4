import type { ReactNode } from 'react';
import {
  bufferChunks,
  mostChunks,
  mostConnections,
  mostSoakMin,
  phaseIds,
  type PhaseId,
} from '../../shared/verification/verification.ts';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { text } from '../text.ts';
import { NumberField } from '../parts/fields/number-field.tsx';
import type { RunChoices } from './run-request.ts';
import { say } from '../../shared/words/words.ts';

const words = text.verification;

/** Which phases are run, and how much some of them do. */
export function RunChoiceFields(props: {
  choices: RunChoices;
  onChange: (choices: RunChoices) => void;
}): ReactNode {
  const { choices, onChange } = props;
  const { phases } = choices;
  const set = (change: Partial<RunChoices>): void => onChange({ ...choices, ...change });

  function toggle(id: PhaseId): void {
    const kept = phaseIds.filter((one) => (one === id ? !phases.includes(one) : phases.includes(one)));
    // A soak takes longer than a quick run may.
    set({ phases: kept, ...(kept.includes('soak') && { quick: false }) });
  }

  return (
    <Disclosure label={words.more}>
      <fieldset className="verification-phases">
        <legend>{words.phases}</legend>
        {phaseIds.map((id) => (
          <label key={id}>
            <input type="checkbox" checked={phases.includes(id)} onChange={() => toggle(id)} />{' '}
            {say(`verify.${id}`)}
          </label>
        ))}
      </fieldset>
      <div className="verification-amounts">
        {phases.includes('stress') && (
          <>
            <NumberField
              label={words.connections}
              value={choices.connections}
              min={1}
              max={mostConnections}
              onChange={(connections) => set({ connections })}
            />
            <NumberField
              label={words.chunks}
              value={choices.chunks}
              min={bufferChunks}
              max={mostChunks}
              onChange={(chunks) => set({ chunks })}
            />
          </>
        )}
        {phases.includes('soak') && (
          <NumberField
            label={words.soakMin}
            value={choices.soakMin}
            min={1}
            max={mostSoakMin}
            onChange={(soakMin) => set({ soakMin })}
          />
        )}
      </div>
    </Disclosure>
  );
}
