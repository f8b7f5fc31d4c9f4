import type { Analyser } from '../facts.ts';
import { say, sentence, tellAll } from '../../../../../shared/words/all-words.ts';

/** Messages under names that the protocol has given up. */
export const oldNames: Analyser = ({ analysis }) => {
  const used = (analysis?.deprecated ?? []).filter(({ events }) => events > 0);
  if (used.length === 0) return [];
  return [
    {
      id: 'old-names',
      level: 'notice',
      ...tellAll({ title: sentence('bundle.old-names'), next: sentence('bundle.old-names.next') }),
      evidence: used
        .slice(0, 5)
        .map(({ name, replacement, events, lastMs }) =>
          say('bundle.old-name', { name, replacement, events, last: new Date(lastMs).toISOString() }),
        ),
    },
  ];
};
