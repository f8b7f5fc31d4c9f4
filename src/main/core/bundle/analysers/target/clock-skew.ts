import { evidenceOf, type Analyser } from '../facts.ts';

const leastSec = 5;

/** A clock that was set, or differs from the target's. */
export const clockSkew: Analyser = ({ events }) => {
  const set = events.filter(({ type }) => type.includes('clock-set'));
  const skewed = events.filter(
    ({ fields }) => typeof fields.skewSec === 'number' && Math.abs(fields.skewSec) >= leastSec,
  );
  const backwards = events.filter((event, i) => {
    const before = events[i - 1];
    return before !== undefined && event.wallMs < before.wallMs - leastSec * 1_000;
  });
  const all = [...set, ...skewed, ...backwards];
  if (all.length === 0) return [];
  return [
    {
      id: 'clock-skew',
      level: 'warning',
      title:
        backwards.length > 0
          ? 'The clock of this machine was set back while events were recorded.'
          : 'The clock of this machine was set, or differs from the target’s.',
      evidence: evidenceOf(all),
      next: 'Let the system set its clock by the network. Order events by their number, not by their time.',
    },
  ];
};
