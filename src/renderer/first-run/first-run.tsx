import { useState, type ReactNode } from 'react';
import { EngineChoice } from '../engines/engine-choice.tsx';
import { RadioGroup } from '../parts/fields/radio-group.tsx';
import { TargetChoice } from '../record/target-choice.tsx';
import { useChoices } from '../record/use-choices.ts';
import { text } from '../text.ts';
import { SoundStep } from './sound-step.tsx';
import './first-run.css';

const words = text.firstRun;
const steps = ['sound', 'words', 'record'] as const;

/** Three steps to the first recording; whoever knows the way skips them. */
export function FirstRun({ onDone }: { onDone: () => void }): ReactNode {
  const [at, setAt] = useState(0);
  const step = steps[at] ?? 'record';
  const isLast = at === steps.length - 1;

  function record(): void {
    // The one form that records, with the choices that are made in it.
    const form = document.querySelector<HTMLFormElement>('.record form');
    onDone();
    form?.requestSubmit();
  }

  return (
    <section className="first-run" aria-labelledby="first-run-title">
      <h3 id="first-run-title">{words.title}</h3>
      <ol className="first-run-steps">
        {steps.map((one, index) => (
          <li key={one} aria-current={one === step ? 'step' : undefined}>
            <span className="first-run-number">{index + 1}</span> {words.steps[one]}
          </li>
        ))}
      </ol>
      <div className="first-run-step" role="group" aria-label={words.steps[step]}>
        {step === 'sound' && <SoundStep />}
        {step === 'words' && <WordsStep />}
        {step === 'record' && <p>{words.recordHint}</p>}
      </div>
      <div className="button-row">
        {at > 0 && (
          <button type="button" onClick={() => setAt(at - 1)}>
            {words.back}
          </button>
        )}
        {isLast ? (
          <button type="button" className="first-run-next" onClick={record}>
            {words.record}
          </button>
        ) : (
          <button type="button" className="first-run-next" onClick={() => setAt(at + 1)}>
            {words.next}
          </button>
        )}
        <button type="button" className="quiet-button" onClick={onDone}>
          {words.skip}
        </button>
      </div>
    </section>
  );
}

function WordsStep(): ReactNode {
  const [choices, change] = useChoices();
  return (
    <>
      <p>{words.wordsHint}</p>
      <RadioGroup
        legend={words.steps.words}
        value={choices.mode}
        options={[
          { value: 'stream', label: text.record.modes.stream },
          { value: 'direct', label: text.record.modes.direct },
          { value: 'capture-only', label: text.record.modes['capture-only'] },
        ]}
        onChange={(mode) => change({ mode })}
      />
      {choices.mode === 'stream' && <TargetChoice choices={choices} onChange={change} />}
      {choices.mode === 'direct' && <EngineChoice models="all" />}
    </>
  );
}
