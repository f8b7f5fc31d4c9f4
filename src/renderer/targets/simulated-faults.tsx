import type { ReactNode } from 'react';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Disclosure } from '../parts/layout/disclosure.tsx';
import { useSimulatedFaults } from '../connection/use-simulated-faults.ts';
import { FaultBoxes, useFaultWords } from '../parts/fields/fault-boxes.tsx';
import { text } from '../text.ts';

const words = text.targets.simulated;

/** As `backend --simulate` takes them, by the word that they begin with. */
const switches = {
  duplicate: 'duplicate',
  deprecated: 'deprecated',
  old: 'old',
  drop: 'drop=0.3',
  delay: 'delay=1000',
  reorder: 'reorder',
  'half-open': 'half-open',
  'bad-json': 'bad-json',
  slow: 'slow=2000',
  'end-race': 'end-race',
  restart: 'restart=30',
  'no-pong': 'no-pong',
} as const;

/** What the built-in backend gets wrong on purpose, to be switched while it runs. */
export function SimulatedFaults(): ReactNode {
  const faults = useSimulatedFaults();
  const change = useCommand('backend.setFaults');
  const switched = useFaultWords(faults, (wanted, onError) => change.mutate({ faults: wanted }, { onError }));

  return (
    <Disclosure label={words.legend}>
      <fieldset className="targets-faults" aria-label={words.legend}>
        <FaultBoxes {...switched} switches={switches} labels={words.fault} />
      </fieldset>
      <p className="targets-note">{words.note}</p>
      {switched.given.length > 0 && (
        <div className="targets-faults-off">
          <button type="button" onClick={() => switched.ask([])}>
            {words.none}
          </button>
        </div>
      )}
      <CommandError error={change.error} />
    </Disclosure>
  );
}
