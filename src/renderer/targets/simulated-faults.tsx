import { useState, type ReactNode } from 'react';
import { useCommand } from '../connection/bridge-hooks.ts';
import { CommandError } from '../parts/command-error.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { useSimulatedFaults } from '../connection/use-simulated-faults.ts';
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
type Fault = keyof typeof switches;

/** What the built-in backend gets wrong on purpose, to be switched while it runs. */
export function SimulatedFaults(): ReactNode {
  const faults = useSimulatedFaults();
  const change = useCommand('backend.setFaults');
  // Of two quick presses the second goes by what the first asked for, until the core says that it is so.
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null && asked === faults) setAsked(null);
  const given = (asked ?? faults).split(',').filter((word) => word !== '');
  const isOf = (word: string, fault: string): boolean => word.split('=')[0] === fault;

  function ask(list: readonly string[]): void {
    const wanted = list.join(',');
    setAsked(wanted);
    change.mutate({ faults: wanted }, { onError: () => setAsked(null) });
  }

  return (
    <Disclosure label={words.legend}>
      <fieldset className="targets-faults" aria-label={words.legend}>
        {(Object.keys(switches) as Fault[]).map((fault) => (
          <label key={fault}>
            <input
              type="checkbox"
              checked={given.some((word) => isOf(word, fault))}
              onChange={(event) =>
                ask([
                  ...given.filter((word) => !isOf(word, fault)),
                  ...(event.target.checked ? [switches[fault]] : []),
                ])
              }
            />{' '}
            {words.fault[fault]}
          </label>
        ))}
      </fieldset>
      <p className="targets-note">{words.note}</p>
      {given.length > 0 && (
        <div className="targets-faults-off">
          <button type="button" onClick={() => ask([])}>
            {words.none}
          </button>
        </div>
      )}
      <CommandError error={change.error} />
    </Disclosure>
  );
}
