import type { ReactNode } from 'react';
import { useCommand } from '../../connection/bridge-hooks.ts';
import { CommandError } from '../../parts/command-error.tsx';
import { FaultBoxes, useFaultWords } from '../../parts/fields/fault-boxes.tsx';
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

/** What goes wrong on the way, to be switched while clients talk. What was given at the start in other figures is kept. */
export function FaultSwitches({ port, faults }: { port: number; faults: string }): ReactNode {
  const change = useCommand('tap.faults');
  const switched = useFaultWords(faults, (wanted, onError) =>
    change.mutate({ port, faults: wanted }, { onError }),
  );

  return (
    <fieldset className="bench-faults">
      <legend>{words.faults(port)}</legend>
      <FaultBoxes {...switched} switches={switches} labels={words.fault} />
      <p className="bench-note">{words.faultsNote}</p>
      <CommandError error={change.error} />
    </fieldset>
  );
}
