import { useState, type ReactNode } from 'react';

/** Faults as a list of words, and how another list is asked for. */
export type FaultWords = { given: readonly string[]; ask: (words: readonly string[]) => void };

/** `send` gets the list as text and what to do when it is refused. */
export function useFaultWords(
  faults: string,
  send: (faults: string, onError: () => void) => void,
): FaultWords {
  // Of two quick presses the second goes by what the first asked for, until the core says that it is so.
  const [asked, setAsked] = useState<string | null>(null);
  if (asked !== null && asked === faults) setAsked(null);
  return {
    given: (asked ?? faults).split(',').filter((word) => word !== ''),
    ask(words) {
      const wanted = words.join(',');
      setAsked(wanted);
      send(wanted, () => setAsked(null));
    },
  };
}

/** A box for each fault. One that was given in other figures than its box has is kept until it is switched off. */
export function FaultBoxes<Fault extends string>(
  props: FaultWords & {
    /** As each is written, by the word that it begins with. */
    switches: Readonly<Record<Fault, string>>;
    labels: Readonly<Record<Fault, string>>;
  },
): ReactNode {
  const { given, ask, switches, labels } = props;
  const isOf = (word: string, fault: string): boolean => word.split(/[=@]/)[0] === fault;
  return (Object.keys(switches) as Fault[]).map((fault) => (
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
      {labels[fault]}
    </label>
  ));
}
