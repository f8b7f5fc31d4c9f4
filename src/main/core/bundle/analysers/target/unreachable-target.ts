import { brokenConnections, evidenceOf, reachedTargets, type Analyser } from '../facts.ts';
import { sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** A target that was never reached, or refused us. */
export const unreachableTarget: Analyser = ({ events }) => {
  const reached = reachedTargets(events);
  const never = brokenConnections(events).filter(({ target }) => !reached.has(target));
  if (never.length === 0) return [];
  return [
    {
      id: 'unreachable-target',
      level: 'bad',
      ...tellAll({ title: sentence('bundle.unreachable'), next: sentence('bundle.unreachable.next') }),
      evidence: evidenceOf(never),
      action: { do: 'probe-target', target: null },
    },
  ];
};
