import { useState, type ReactNode } from 'react';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import type { VerificationProgress } from '../../../shared/verification/verification.ts';
import { hrefOf } from '../../app/route.ts';
import { saveBlob } from '../../charts/save-blob.ts';
import { useAnswer, useCommand, useTopic } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { CheckRow, RunResult } from '../../verification/run-result.tsx';
import '../../verification/verification.css';
import { ScenarioField, type WrittenScenario } from './scenario-field.tsx';
import { useBenchStart } from '../use-bench-start.ts';

const words = text.bench.scenario;

/** Runs a scenario file against a target: what each step comes to as it does, and the kept result. */
export function ScenarioTab(): ReactNode {
  const [scenario, setScenario] = useState<WrittenScenario>({ file: words.newFile, text: '' });
  const [target, setTarget] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [allowDisruptive, setAllowDisruptive] = useState(false);
  const [live, setLive] = useState<VerificationProgress | null>(null);
  const cancel = useCommand('verification.cancel');
  const latest = useAnswer('verification.current', {}, { staleTime: 0 });
  useTopic('verification', setLive);
  const progress = live ?? latest.data?.progress ?? null;
  const isRunning = progress?.run.state === 'running' || progress?.run.state === 'paused';
  const cannotStart = scenario.text.trim() === '' || isRunning;

  const { begin, problem } = useBenchStart('verification.start', {
    canStart: !cannotStart,
    request: () => ({
      target: requestedTarget(target),
      scenarios: [scenario],
      quick: false,
      allowDisruptive,
    }),
  });

  return (
    <Panel title={words.region}>
      <form className="bench-form" aria-label={words.region} onSubmit={begin}>
        <p>{words.intro}</p>
        <ScenarioField scenario={scenario} onChange={setScenario} />
        <div className="bench-fields">
          <TargetPicker picked={target} onChange={setTarget} />
        </div>
        <label>
          <input
            type="checkbox"
            checked={allowDisruptive}
            onChange={(event) => setAllowDisruptive(event.target.checked)}
          />{' '}
          {words.disturb}
        </label>
        <div className="button-row">
          <button type="submit" aria-disabled={cannotStart}>
            {words.start}
          </button>
          <button
            type="button"
            aria-disabled={scenario.text === ''}
            onClick={() => scenario.text !== '' && saveBlob(new Blob([scenario.text]), scenario.file)}
          >
            {words.save}
          </button>
        </div>
        <CommandError error={problem} />
      </form>
      {progress !== null && isOfScenario(progress) && (
        <Outcome progress={progress} onCancel={() => cancel.mutate({})} />
      )}
      <CommandError error={cancel.error ?? latest.error} />
    </Panel>
  );
}

function isOfScenario({ run, phase }: VerificationProgress): boolean {
  return phase === 'scenario' || run.phases.some(({ id }) => id === 'scenario');
}

function Outcome(props: { progress: VerificationProgress; onCancel: () => void }): ReactNode {
  const { run, doing, steps = [] } = props.progress;
  if (run.state !== 'running')
    return (
      <div className="bench-outcome">
        <RunResult run={run} isOpen />
        <p className="bench-note">
          {words.kept} <a href={hrefOf({ page: 'targets' })}>{words.history}</a>
        </p>
      </div>
    );
  return (
    <section className="bench-outcome verification-result" aria-label={words.steps}>
      <h3>{words.running(run.target)}</h3>
      <p role="status">{doing}</p>
      <ul aria-label={words.steps}>
        {steps.map((step) => (
          <CheckRow key={step.id} check={step} />
        ))}
      </ul>
      <div className="button-row">
        <button type="button" onClick={props.onCancel}>
          {text.bench.play.cancel}
        </button>
      </div>
    </section>
  );
}
