import { useId, useRef, useState, type ReactNode } from 'react';
import type { ShownTarget } from '../../shared/settings/targets/targets.ts';
import { disruptivePhases, type VerificationProgress } from '../../shared/verification/verification.ts';
import { useAnswer, useCommand, useTopic } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Panel } from '../parts/layout/panel.tsx';
import { SelectField } from '../parts/fields/select-field.tsx';
import { text } from '../text.ts';
import { RunChoiceFields } from './run-choices.tsx';
import { RunComparison } from './run-comparison.tsx';
import { RunHistory } from './run-history.tsx';
import { RunResult } from './run-result.tsx';
import { RunTrend } from './run-trend.tsx';
import { ScheduleChoice } from './schedule-choice.tsx';
import { isOnlyDisruptive, requestOf, usualChoices } from './run-request.ts';
import { beforeAndAfter, chosenWith } from './trend.ts';
import './verification.css';

const words = text.verification;

/** Verifies a target at a press of a button, shows how far it is, and what it came to. */
export function VerificationPanel(props: {
  targets: readonly ShownTarget[];
  current: string | null;
}): ReactNode {
  const { targets, current } = props;
  const [picked, setPicked] = useState<string | null>(null);
  const [choices, setChoices] = useState(usualChoices);
  const [live, setLive] = useState<VerificationProgress | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [pair, setPair] = useState<readonly string[]>([]);
  const [isSwapped, setSwapped] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const headingId = useId();
  const start = useCommand('verification.start');
  const goOn = useCommand('verification.resume');
  const cancel = useCommand('verification.cancel');
  const pause = useCommand('verification.pause');
  const latest = useAnswer('verification.current', {}, { staleTime: 0 });
  const chosen = useAnswer('verification.show', { runId: shown ?? '' }, { enabled: shown !== null });
  const history = useAnswer('verification.history', {}, { staleTime: 0 });
  useTopic('verification', (progress) => {
    setLive(progress);
    if (!isUnderWay(progress)) void history.refetch();
  });

  // A target that is gone, or not listed yet, can't be verified.
  const target = [picked, current].find((name) => targets.some((one) => one.name === name)) ?? '';
  const progress = live ?? latest.data?.progress ?? null;
  const isRunning = progress !== null && isUnderWay(progress);
  const run = shown === null ? progress?.run : chosen.data;
  const compared = beforeAndAfter(history.data ?? [], pair);
  const asksFirst = targets.find(({ name }) => name === target)?.asksFirst === true;

  function begin(allowDisruptive: boolean): void {
    dialog.current?.close();
    setShown(null);
    start.mutate(requestOf(target, choices, allowDisruptive, asksFirst));
  }

  function resume(runId: string): void {
    setShown(null);
    goOn.mutate({ runId });
  }

  function ask(): void {
    if (target === '' || choices.phases.length === 0) return;
    const disturbs = choices.phases.some((id) => disruptivePhases.includes(id));
    if (asksFirst && disturbs) dialog.current?.showModal();
    else begin(false);
  }

  return (
    <Panel title={words.region} className="verification-panel">
      <div className="verification-start">
        <p>{words.intro}</p>
        <SelectField
          label={text.record.target}
          value={target}
          options={targets.map(({ name }) => ({ value: name, label: name }))}
          onChange={setPicked}
        />
        <label className="verification-quick">
          <input
            type="checkbox"
            checked={choices.quick}
            onChange={(event) => setChoices({ ...choices, quick: event.target.checked })}
          />{' '}
          {words.quick}
        </label>
        <RunChoiceFields choices={choices} onChange={setChoices} />
        <ScheduleChoice targets={targets} />
        <div className="button-row">
          {isRunning ? (
            <>
              <button type="button" onClick={() => cancel.mutate({})}>
                {words.cancel}
              </button>
              {progress.phase === 'soak' && (
                <button
                  type="button"
                  onClick={() => pause.mutate({ paused: progress.run.state !== 'paused' })}
                >
                  {progress.run.state === 'paused' ? words.resume : words.pause}
                </button>
              )}
            </>
          ) : (
            <button type="button" aria-disabled={target === '' || choices.phases.length === 0} onClick={ask}>
              {target === '' ? words.run : words.runOf(target)}
            </button>
          )}
        </div>
        {choices.phases.length === 0 && <p role="status">{words.nothingLeft}</p>}
        {isRunning && (
          <div role="status">
            <progress
              value={progress.share}
              max={1}
              aria-label={words.progress(Math.round(progress.share * 100))}
            />
            <p>
              {progress.phase ?? ''} {progress.doing}
            </p>
          </div>
        )}
        <CommandError error={start.error ?? goOn.error ?? cancel.error ?? pause.error ?? chosen.error} />
      </div>
      {run !== undefined && <RunResult run={run} />}
      <RunHistory
        runs={history.data}
        error={history.error}
        onShow={setShown}
        chosen={pair}
        onChoose={(runId) => setPair(chosenWith(pair, runId))}
        onResume={isRunning ? null : resume}
      />
      {compared !== null && (
        <RunComparison
          a={compared[isSwapped ? 1 : 0]}
          b={compared[isSwapped ? 0 : 1]}
          onSwap={() => setSwapped(!isSwapped)}
          onEnd={() => setPair([])}
        />
      )}
      <RunTrend
        target={shown !== null && run !== undefined ? run.target : target}
        runs={history.data ?? []}
      />
      <dialog ref={dialog} className="dialog" aria-labelledby={headingId}>
        <h2 id={headingId}>{words.asks}</h2>
        <p>{words.asksWarning(target)}</p>
        <div className="button-row dialog-buttons">
          <button type="button" autoFocus onClick={() => dialog.current?.close()}>
            {words.back}
          </button>
          {!isOnlyDisruptive(choices) && (
            <button type="button" onClick={() => begin(false)}>
              {words.harmless}
            </button>
          )}
          <button type="button" className="danger-button" onClick={() => begin(true)}>
            {words.all}
          </button>
        </div>
      </dialog>
    </Panel>
  );
}

function isUnderWay({ run }: VerificationProgress): boolean {
  return run.state === 'running' || run.state === 'paused';
}
