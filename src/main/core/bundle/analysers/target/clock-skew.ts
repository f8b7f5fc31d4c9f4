import { evidenceOf, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

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
      ...tellAll({
        title: sentence(backwards.length > 0 ? 'bundle.clock-back' : 'bundle.clock-set'),
        next: sentence('bundle.clock.next'),
      }),
      evidence: evidenceOf(all),
    },
  ];
};
