import { useState, type ReactNode } from 'react';
import { builtInTargetName } from '../../../shared/settings/targets/resolve-target.ts';
import type { TapStatus } from '../../../shared/tap/tap.ts';
import { useAnswer, useTopic } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { Disclosure } from '../../parts/layout/disclosure.tsx';
import { NumberField } from '../../parts/fields/number-field.tsx';
import { requestedTarget, TargetPicker, type PickedTarget } from '../../parts/fields/target-picker.tsx';
import { Panel } from '../../parts/layout/panel.tsx';
import { text } from '../../text.ts';
import { RunningTap } from './running-tap.tsx';
import { useBenchStart } from '../use-bench-start.ts';

const words = text.bench.tap;

// Where the extension looks, as developers load it.
const usualPort = 8080;

/** Starts taps, and shows those that run. */
export function TapTab(): ReactNode {
  const [live, setLive] = useState<readonly TapStatus[] | null>(null);
  const answer = useAnswer('tap.list', {}, { staleTime: 0 });
  useTopic('taps', setLive);
  const taps = live ?? answer.data ?? [];
  return (
    <>
      <Panel title={words.region}>
        <StartTap onStart={() => void answer.refetch()} />
        <CommandError error={answer.error} />
        <Disclosure label={words.help}>
          <ol className="bench-steps">
            {words.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Disclosure>
      </Panel>
      {taps.map((tap) => (
        <RunningTap key={tap.sessionId} tap={tap} />
      ))}
    </>
  );
}

function StartTap({ onStart }: { onStart: () => void }): ReactNode {
  const [port, setPort] = useState(usualPort);
  const [target, setTarget] = useState<PickedTarget>({ name: builtInTargetName, address: '' });
  const [recordAudio, setRecordAudio] = useState(false);

  const { begin, isPending, problem } = useBenchStart('tap.start', {
    request: () => ({ port, target: requestedTarget(target), recordAudio }),
    onSuccess: onStart,
  });

  return (
    <form className="bench-form" aria-label={words.region} onSubmit={begin}>
      <p>{words.intro}</p>
      <div className="bench-fields">
        <NumberField label={words.port} value={port} min={0} max={65_535} onChange={setPort} />
        <TargetPicker picked={target} onChange={setTarget} />
      </div>
      <label>
        <input
          type="checkbox"
          checked={recordAudio}
          onChange={(event) => setRecordAudio(event.target.checked)}
        />{' '}
        {words.recordAudio}
      </label>
      <div className="button-row">
        <button type="submit" aria-disabled={isPending}>
          {words.start}
        </button>
      </div>
      <CommandError error={problem} />
    </form>
  );
}
