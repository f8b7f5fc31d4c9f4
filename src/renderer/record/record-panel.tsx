import { useState, type ReactNode, type SubmitEvent } from 'react';
import { useCommand, useIsConnected, useStatus } from '../connection/bridge-hooks.ts';
import { Meters } from '../meters/meters.tsx';
import { CommandError } from '../parts/command-error.tsx';
import { text } from '../text.ts';
import { startRequestOf } from './choices.ts';
import { Elapsed } from './elapsed.tsx';
import { RecordButton, type RecordStep } from './record-button.tsx';
import { RecordForm } from './record-form.tsx';
import { SessionFacts } from './session-facts.tsx';
import { useChoices } from './use-choices.ts';
import './record.css';

export function RecordPanel(): ReactNode {
  const [choices, keep] = useChoices();
  const [refusal, setRefusal] = useState<unknown>(null);
  const start = useCommand('session.start');
  const stop = useCommand('session.stop');
  const isConnected = useIsConnected();
  const session = useStatus((status) => status.session) ?? null;
  // Then the line at the top says what is waited for.
  const isHeldUp = useStatus(({ connection }) => ['waiting', 'stopped'].includes(connection.phase)) ?? false;
  const step = stepOf(session?.state, start.isPending, stop.isPending);
  const isRunning = step === 'stop' || step === 'stopping';

  /** A refusal was of what was chosen before. */
  function change(made: Parameters<typeof keep>[0]): void {
    setRefusal(null);
    if (start.isError) start.reset();
    keep(made);
  }

  function submit(event: SubmitEvent): void {
    event.preventDefault();
    if (!isConnected) return;
    setRefusal(null);
    if (step === 'stop') {
      stop.mutate({});
    } else if (step === 'record') {
      stop.reset();
      try {
        start.mutate(startRequestOf(choices));
      } catch (error) {
        start.reset();
        setRefusal(error);
      }
    }
  }

  return (
    <section className="panel record" aria-label={text.record.region}>
      <form onSubmit={submit} noValidate>
        <div className="record-head">
          <RecordButton step={step} isConnected={isConnected} />
          {isRunning && <Elapsed />}
        </div>
        {isRunning && <Meters />}
        {step === 'stopping' && session !== null && !isHeldUp && (
          <p className="record-waiting" role="status">
            {stoppingWords[session.mode]}
          </p>
        )}
        <CommandError error={refusal ?? (isRunning ? stop.error : (start.error ?? stop.error))} />
        {isRunning ? null : (
          <fieldset className="record-choices" disabled={step === 'starting'}>
            <legend className="visually-hidden">{text.record.region}</legend>
            <RecordForm choices={choices} onChange={change} />
          </fieldset>
        )}
      </form>
      {/* While it is being opened the form still stands. The next one stands elsewhere, so it is another one. */}
      {session !== null && step !== 'starting' && (
        <SessionFacts key={String(isRunning)} session={session} isRunning={isRunning} />
      )}
    </section>
  );
}

const stoppingWords = {
  stream: text.record.stoppingStream,
  direct: text.record.stoppingEngine,
  'capture-only': text.record.stoppingFiles,
} as const;

function stepOf(state: string | undefined, isStarting: boolean, isStopping: boolean): RecordStep {
  if (state === 'stopping') return 'stopping';
  if (state === 'recording') return isStopping ? 'stopping' : 'stop';
  return state === 'starting' || isStarting ? 'starting' : 'record';
}
