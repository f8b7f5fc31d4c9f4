import { useState, type ReactNode } from 'react';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { text } from '../../text.ts';

const words = text.bench.tap;

/** As the tap's faults are written, by the word that they begin with. */
const switches = {
  drop: 'drop=0.1',
  duplicate: 'duplicate',
  delay: 'delay=500',
  reorder: 'reorder',
  'half-open': 'half-open@10',
  close: 'close=1011@10',
} as const;
type Fault = keyof typeof switches;

/** What goes wrong on the way, to be switched while clients talk. What was given at the start in other figures is kept. */
export function FaultSwitches({ port, faults }: { port: number; faults: string }): ReactNode {
  const change = useCommand('tap.faults');
  // Of two quick presses the second goes by what the first asked for, until the tap says that it is so.
  const [asked, setAsked] = useState<string | null>(null);
  if (asked === faults) setAsked(null);
  const given = (asked ?? faults).split(',').filter((word) => word !== '');
  const isOf = (word: string, fault: string): boolean => word.split(/[=@]/)[0] === fault;

  function turn(fault: Fault, isOn: boolean): void {
    const others = given.filter((word) => !isOf(word, fault));
    const wanted = [...others, ...(isOn ? [switches[fault]] : [])].join(',');
    setAsked(wanted);
    change.mutate({ port, faults: wanted }, { onError: () => setAsked(null) });
  }

  return (
    <fieldset className="bench-faults">
      <legend>{words.faults(port)}</legend>
      {(Object.keys(switches) as Fault[]).map((fault) => (
        <label key={fault}>
          <input
            type="checkbox"
            checked={given.some((word) => isOf(word, fault))}
            onChange={(event) => turn(fault, event.target.checked)}
          />{' '}
          {words.fault[fault]}
        </label>
      ))}
      <p className="bench-note">{words.faultsNote}</p>
      <CommandError error={change.error} />
    </fieldset>
  );
}
