import { hasRoughWords } from '../../shared/settings/better-words.ts';
import { useEffect, useState, type ReactNode } from 'react';
import type { EngineStatus } from '../../shared/settings/engines.ts';
import { useCommand } from '../connection/bridge-hooks.ts';
import { clock, count } from '../format.ts';
import { ActionLink } from '../parts/action-link.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { StateIcon } from '../parts/state-icon.tsx';
import { text } from '../text.ts';
import { AllowAddress } from './allow-address.tsx';

const words = text.engines;

/** What an engine is or lacks, what it waits for, and how much it still takes. */
export function EngineState({ engine }: { engine: EngineStatus }): ReactNode {
  const isWell = engine.state === 'ready' && engine.hold === null && !hasRoughWords(engine.name);
  const level = isWell ? 'good' : 'warning';
  return (
    <div className="engine-state">
      <StateIcon level={level} />
      <div>
        <p>
          {engine.sentence} {!hasButton(engine) && <ActionLink action={engine.action} />}
        </p>
        {engine.action?.do === 'allow-address' && <AllowAddress address={engine.action.address} />}
        {engine.hold !== null && <Hold hold={engine.hold} />}
        <QuotaLeft left={engine.left} />
      </div>
    </div>
  );
}

/** What is done right here needs no way there. */
const hasButton = ({ action }: EngineStatus): boolean =>
  action?.do === 'allow-address' || action?.do === 'get-model';

function Hold({ hold }: { hold: NonNullable<EngineStatus['hold']> }): ReactNode {
  const tryNow = useCommand('engines.tryNow');
  const leftSec = useSecondsUntil(hold.untilMs);
  return (
    <>
      <p>
        {hold.reason} {leftSec !== null && words.goesOnIn(clock(leftSec))}
        <button type="button" className="quiet-button" onClick={() => tryNow.mutate({})}>
          {text.link.tryNow}
        </button>
      </p>
      <CommandError error={tryNow.error} />
    </>
  );
}

export function QuotaLeft({ left }: { left: EngineStatus['left'] }): ReactNode {
  const parts = [
    ...(left.audioSecThisHour === null ? [] : [words.audioLeft(clock(left.audioSecThisHour))]),
    ...(left.requestsTold === null ? [] : [words.requestsLeft(count(left.requestsTold))]),
  ];
  if (parts.length === 0) return null;
  return (
    <p className="engine-left">
      {words.left} {parts.join(', ')}
    </p>
  );
}

function useSecondsUntil(untilMs: number | null): number | null {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    if (untilMs === null) return;
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [untilMs]);
  return untilMs === null ? null : Math.max(0, Math.ceil((untilMs - nowMs) / 1_000));
}
